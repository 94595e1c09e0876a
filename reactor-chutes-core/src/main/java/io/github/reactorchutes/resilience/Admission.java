package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Waits for a permit of a call without a thread, tells the call's listener, and emits the permit. The subscriber then holds the permit. A
 * cancel or a timeout leaves the queue immediately, and a permit that is granted too late is returned.
 */
final class Admission extends Mono<Permit> {

    private final Gate gate;

    private final Duration maxWait;

    private final ChutesCall call;

    private final Limit limit;

    private final Function<String, RuntimeException> refusal;

    Admission(Gate gate, Duration maxWait, ChutesCall call, Limit limit, Function<String, RuntimeException> refusal) {
        this.gate = gate;
        this.maxWait = maxWait;
        this.call = call;
        this.limit = limit;
        this.refusal = refusal;
    }

    @Override
    public void subscribe(CoreSubscriber<? super Permit> actual) {
        Waiting waiting = new Waiting(actual, this);
        actual.onSubscribe(waiting);
        call.listener().permitAwaited(call, limit);
        waiting.begin();
    }

    private void acquired(boolean waited) {
        call.listener().permitAcquired(call, limit, waited);
    }

    /** {@code decided} is set once, by the permit, the refusal, the timeout or the cancel. */
    private static final class Waiting implements Gate.Waiter, Subscription {

        private final CoreSubscriber<? super Permit> actual;

        private final Admission admission;

        private final AtomicBoolean decided = new AtomicBoolean();

        /** Most calls do not wait and need no timer. */
        private volatile @Nullable Disposable timer;

        private volatile boolean queued;

        Waiting(CoreSubscriber<? super Permit> actual, Admission admission) {
            this.actual = actual;
            this.admission = admission;
        }

        void begin() {
            if (decided.get()) {
                return;
            }
            try {
                admission.gate.enter(this);
            } catch (Throwable failure) {
                fail(failure);
                return;
            }
            if (decided.get()) {
                // a concurrent cancel may have left the queue before this call entered it
                admission.gate.leave(this);
            } else {
                queued = true;
                startTimer();
            }
        }

        /** A limiter that throws has not admitted the call, so the call must leave the queue. */
        private void fail(Throwable failure) {
            admission.gate.leave(this);
            if (decide()) {
                RuntimeException refusal = admission.refusal.apply(
                        "it failed with " + failure.getClass().getSimpleName());
                refusal.addSuppressed(failure);
                actual.onError(refusal);
            }
            Exceptions.throwIfJvmFatal(failure);
        }

        private void startTimer() {
            timer = Timers.schedule(this::timedOut, admission.maxWait.toNanos());
            if (decided.get()) {
                stopTimer();
            } else if (timer == null && admission.gate.leave(this)) {
                refused(Timers.REJECTED);
            }
        }

        private void stopTimer() {
            Disposable started = timer;
            if (started != null) {
                started.dispose();
            }
        }

        @Override
        public void admitted(Permit permit) {
            if (decide()) {
                admission.acquired(queued);
                actual.onNext(permit);
                actual.onComplete();
            } else {
                permit.giveBack();
            }
        }

        @Override
        public void refused(String reason) {
            if (decide()) {
                actual.onError(admission.refusal.apply(reason));
            }
        }

        private void timedOut() {
            if (admission.gate.leave(this)) {
                refused("no permit within " + admission.maxWait);
            }
        }

        @Override
        public void cancel() {
            if (decide()) {
                admission.gate.leave(this);
            }
        }

        private boolean decide() {
            boolean won = decided.compareAndSet(false, true);
            if (won) {
                stopTimer();
            }
            return won;
        }

        @Override
        public void request(long n) {
            Operators.validate(n);
        }
    }
}
