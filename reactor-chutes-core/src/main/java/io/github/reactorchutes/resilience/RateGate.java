package io.github.reactorchutes.resilience;

import io.github.resilience4j.ratelimiter.RateLimiter;
import java.util.concurrent.TimeUnit;
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

    /** A reservation runs; written by the serving thread, and by the timer before it serves. */
    private volatile boolean reserved;

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
            if (!reserved && line.isIdle() && limiter.getMetrics().getAvailablePermissions() > 0) {
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
        while (line.size() > 0) {
            Waiter next = line.admitFirst();
            if (next != null) {
                next.admitted();
            } else if (reserved) {
                return;
            } else {
                reserve();
            }
        }
    }

    private void reserve() {
        long nanosToWait = limiter.reservePermission();
        if (nanosToWait < 0) {
            refuseFirst();
        } else if (nanosToWait == 0) {
            addPermit();
        } else {
            awaitPermit(nanosToWait);
        }
    }

    private void awaitPermit(long nanosToWait) {
        reserved = true;
        Schedulers.parallel().schedule(this::due, nanosToWait, TimeUnit.NANOSECONDS);
    }

    private void refuseFirst() {
        Waiter first = line.removeFirst();
        if (first != null) {
            first.refused("the next permit is later than its time-out of "
                    + limiter.getRateLimiterConfig().getTimeoutDuration());
        }
    }

    private void due() {
        addPermit();
        reserved = false;
        serving.run();
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
}
