package io.github.reactorchutes.resilience;

import io.github.reactorchutes.guard.CallerCode;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Lets calls through at the pace of a rate limiter. Its permits cannot be given back, so they are reserved by the line
 * and not by the waiters: one at a time, for whoever is first when it falls due. A permit whose waiter is gone is kept
 * for the next one, as long as the limiter itself would keep it: a period.
 */
final class RateGate implements Gate {

    private final RateLimiter limiter;

    private final WaitingLine line;

    private final SerialTask serving = new SerialTask(this::serve);

    /** Runs until it is due; written by the serving thread, and by whoever finds it due, before it serves. */
    private volatile @Nullable Reservation reservation;

    private volatile long lastPermitNanos = System.nanoTime();

    RateGate(RateLimiter limiter, int maxWaiting) {
        this.limiter = limiter;
        this.line = new WaitingLine(0, maxWaiting);
    }

    RateLimiter limiter() {
        return limiter;
    }

    @Override
    public void enter(Waiter waiter) {
        revive();
        dropStalePermits();
        reserveAtOnce();
        switch (line.enter(waiter)) {
            case ADMITTED -> waiter.admitted();
            case QUEUED -> serving.run();
            case REFUSED -> waiter.refused("the queue is full");
        }
    }

    /**
     * The usual case: nobody waits and a permit is there. Then callers need not go on one after the other. What others
     * of the same limiter were quicker to take falls due later, for whoever is first by then.
     */
    private void reserveAtOnce() {
        if (!serving.claim()) {
            return;
        }
        try {
            if (reservation == null && line.isIdle() && limiter.getMetrics().getAvailablePermissions() > 0) {
                reserve();
            }
        } finally {
            serving.release();
        }
    }

    @Override
    public boolean leave(Waiter waiter) {
        return line.leave(waiter);
    }

    @Override
    public void giveBack() {
        addPermit();
        serving.run();
    }

    int waiting() {
        return line.size();
    }

    private void serve() {
        FirstFailure failure = new FirstFailure();
        serve(failure);
        failure.rethrow();
    }

    private void serve(FirstFailure failure) {
        while (line.size() > 0) {
            Waiter next = line.admitFirst();
            if (next != null) {
                failure.run(next::admitted);
            } else if (reservation != null) {
                return;
            } else {
                reserve();
            }
        }
    }

    private void reserve() {
        long nanosToWait = reservePermission();
        if (nanosToWait < 0) {
            refuseFirst();
        } else if (nanosToWait == 0) {
            addPermit();
        } else {
            awaitPermit(nanosToWait);
        }
    }

    /**
     * A consumer of the limiter's events that throws does so after the limiter has decided. Then the decision is worked
     * out from the permits that there were.
     */
    private long reservePermission() {
        int available = limiter.getMetrics().getAvailablePermissions();
        AtomicLong nanosToWait = new AtomicLong();
        boolean told = CallerCode.run(
                "An event consumer of a rate limiter", () -> nanosToWait.set(limiter.reservePermission()));
        return told ? nanosToWait.get() : estimate(available);
    }

    private long estimate(int available) {
        RateLimiterConfig config = limiter.getRateLimiterConfig();
        long periods = (Math.max(0, 1L - available) + config.getLimitForPeriod() - 1) / config.getLimitForPeriod();
        Duration wait = config.getLimitRefreshPeriod().multipliedBy(periods);
        return wait.compareTo(config.getTimeoutDuration()) > 0 ? -1 : wait.toNanos();
    }

    /** A timer that is rejected, or lost when its scheduler is shut down, does not lose the reservation. */
    private void awaitPermit(long nanosToWait) {
        Reservation next = new Reservation(System.nanoTime() + nanosToWait);
        reservation = next;
        startTimer(next, nanosToWait);
    }

    private void startTimer(Reservation current, long nanosToWait) {
        current.timedBy = Schedulers.parallel();
        if (Timers.schedule(() -> due(current), nanosToWait) == null) {
            current.timedBy = null;
        }
    }

    /** Shut down, Reactor's parallel scheduler forgets its timers, and another one takes its place. */
    private void revive() {
        Reservation current = reservation;
        if (current == null) {
            return;
        }
        long nanosLeft = current.dueNanos - System.nanoTime();
        if (nanosLeft <= 0) {
            due(current);
        } else if (current.timedBy != Schedulers.parallel()) {
            startTimer(current, nanosLeft);
        }
    }

    private void refuseFirst() {
        Waiter first = line.removeFirst();
        if (first != null) {
            first.refused("the next permit is later than its time-out of "
                    + limiter.getRateLimiterConfig().getTimeoutDuration());
        }
    }

    private void due(Reservation current) {
        if (current.compareAndSet(false, true)) {
            addPermit();
            reservation = null;
            serving.run();
        }
    }

    private void addPermit() {
        lastPermitNanos = System.nanoTime();
        line.addPermit();
    }

    private void dropStalePermits() {
        long period = limiter.getRateLimiterConfig().getLimitRefreshPeriod().toNanos();
        if (System.nanoTime() - lastPermitNanos > period) {
            line.dropPermits();
        }
    }

    /** A permit that falls due; true once it is taken. */
    private static final class Reservation extends AtomicBoolean {

        private static final long serialVersionUID = 1L;

        private final long dueNanos;

        private transient volatile @Nullable Scheduler timedBy;

        Reservation(long dueNanos) {
            this.dueNanos = dueNanos;
        }
    }
}
