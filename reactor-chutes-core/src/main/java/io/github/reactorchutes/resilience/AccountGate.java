package io.github.reactorchutes.resilience;

import io.github.reactorchutes.resilience.AccountLimits.Answer;
import io.github.reactorchutes.resilience.AccountLimits.Lease;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The fair queue of one process before limits that several processes share. It asks for its first waiter only, one
 * question at a time, so that the others cost nothing.
 */
final class AccountGate implements Gate {

    /** Ask again after this time even if the wait is longer, because the limits may have changed. */
    private static final long MAX_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    private final int permits;

    private final IntFunction<Mono<Answer>> limits;

    private final Duration patience;

    private final WaitingLine line;

    private final AtomicInteger held = new AtomicInteger();

    private final SerialTask serving = new SerialTask(this::step);

    /** The question under way, or the next one; changed only while serving. */
    private volatile @Nullable Question question;

    /**
     * Create the gate.
     *
     * @param permits the number of leases for all processes together
     * @param limits asks for a lease
     * @param maxWaiting the length of the queue
     * @param patience a wait that is longer rejects the first waiter
     */
    AccountGate(int permits, IntFunction<Mono<Answer>> limits, int maxWaiting, Duration patience) {
        this.permits = permits;
        this.limits = limits;
        this.patience = patience;
        this.line = new WaitingLine(0, maxWaiting);
    }

    @Override
    public void enter(Waiter waiter) {
        if (line.enter(waiter) == WaitingLine.Entry.REFUSED) {
            waiter.refused("the queue is full");
        } else {
            serving.run();
        }
    }

    @Override
    public boolean leave(Waiter waiter) {
        boolean left = line.leave(waiter);
        if (left && line.size() == 0) {
            serving.run();
        }
        return left;
    }

    /** Return the free permits as far as this process knows: those that it does not hold itself. */
    @Override
    public int available() {
        return Math.max(0, permits - held.get());
    }

    @Override
    public int waiting() {
        return line.size();
    }

    /** A lease of this process is free again. */
    void returned() {
        held.decrementAndGet();
        Question next = question;
        if (next != null) {
            next.afterReturn();
        }
        serving.run();
    }

    /** A question has its answer, or its time has come. */
    void proceed() {
        serving.run();
    }

    /** Return whether there is more to do now. */
    private boolean step(FirstFailure failure) {
        Question current = question;
        if (current == null) {
            return line.size() > 0 && ask(new Question(this, 0));
        }
        if (current.isPaused()) {
            return line.size() == 0 && drop(current);
        }
        if (current.isDue()) {
            return line.size() > 0 ? ask(current) : drop(current);
        }
        return current.answer() != null && handle(current, failure);
    }

    private boolean ask(Question next) {
        question = next;
        next.ask(limits);
        return true;
    }

    private boolean drop(Question paused) {
        paused.cancel();
        question = null;
        return true;
    }

    private boolean handle(Question answered, FirstFailure failure) {
        Answer answer = answered.answer();
        question = null;
        if (answer == null) {
            return true;
        }
        Lease lease = answer.lease();
        if (lease != null) {
            grant(lease, failure);
        } else if (answer.isRefused()) {
            refuseFirst(answer.reason(), failure);
        } else if (answer.waitFor().compareTo(patience) > 0) {
            refuseFirst(
                    answer.reason() + "; the next permit comes later than the maximum wait of " + patience, failure);
        } else {
            pause(answered.asked() + 1, answer.waitFor(), failure);
        }
        return true;
    }

    /** A lease that comes after the last waiter has left is not used. */
    private void grant(Lease lease, FirstFailure failure) {
        LeasePermit permit = new LeasePermit(lease, this);
        held.incrementAndGet();
        Waiter first = line.removeFirst();
        if (first == null) {
            failure.run(permit::giveBack);
        } else {
            failure.run(() -> first.admitted(permit));
        }
    }

    private void refuseFirst(String reason, FirstFailure failure) {
        Waiter first = line.removeFirst();
        if (first != null) {
            failure.run(() -> first.refused(reason));
        }
    }

    private void pause(int asked, Duration wait, FirstFailure failure) {
        Question next = new Question(this, asked);
        question = next;
        if (!next.pause(Math.min(wait.toNanos(), MAX_PAUSE_NANOS))) {
            question = null;
            refuseFirst(Timers.REJECTED, failure);
        }
    }
}
