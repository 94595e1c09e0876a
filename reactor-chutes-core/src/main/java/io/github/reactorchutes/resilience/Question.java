package io.github.reactorchutes.resilience;

import io.github.reactorchutes.resilience.AccountLimits.Answer;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * One question of a gate to the limits of its account.
 *
 * <pre>
 * PAUSED -> DUE -> ASKED
 * DUE is also the state of a new question; only a pause precedes it, and only one thread at a time asks
 * </pre>
 */
final class Question implements CoreSubscriber<Answer> {

    private enum State {
        PAUSED,
        DUE,
        ASKED
    }

    private final AccountGate gate;

    private final AtomicReference<State> state = new AtomicReference<>(State.DUE);

    private volatile int asked;

    private volatile @Nullable Answer answer;

    private volatile @Nullable Disposable timer;

    private volatile long dueNanos;

    Question(AccountGate gate, int asked) {
        this.gate = gate;
        this.asked = asked;
    }

    boolean isPaused() {
        return state.get() == State.PAUSED && !isOverdue();
    }

    boolean isDue() {
        State now = state.get();
        return now == State.DUE || (now == State.PAUSED && isOverdue());
    }

    /** A shutdown of Reactor's parallel scheduler drops its timers. */
    private boolean isOverdue() {
        return System.nanoTime() - dueNanos >= 0;
    }

    int asked() {
        return asked;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    /** Wait before asking; return false if no timer can be started. */
    boolean pause(long nanos) {
        dueNanos = System.nanoTime() + nanos;
        state.set(State.PAUSED);
        timer = Timers.schedule(this::wake, nanos);
        return timer != null;
    }

    /** Ask at once, as if for the first time: a lease of this process became free. */
    void afterReturn() {
        if (state.get() == State.PAUSED) {
            asked = 0;
            state.compareAndSet(State.PAUSED, State.DUE);
            cancel();
        }
    }

    private void wake() {
        if (state.compareAndSet(State.PAUSED, State.DUE)) {
            gate.proceed();
        }
    }

    void cancel() {
        Disposable started = timer;
        if (started != null) {
            started.dispose();
        }
    }

    void ask(IntFunction<Mono<Answer>> limits) {
        state.set(State.ASKED);
        try {
            limits.apply(asked).subscribe(this);
        } catch (Throwable failure) {
            onError(failure);
            Exceptions.throwIfJvmFatal(failure);
        }
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Answer given) {
        decide(given);
    }

    @Override
    public void onError(Throwable failure) {
        decide(Answer.refused("they failed with " + failure.getClass().getSimpleName()));
    }

    @Override
    public void onComplete() {
        decide(Answer.refused("they gave no answer"));
    }

    private void decide(Answer given) {
        if (answer == null) {
            answer = given;
            gate.proceed();
        }
    }
}
