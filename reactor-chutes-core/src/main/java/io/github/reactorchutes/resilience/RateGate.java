package io.github.reactorchutes.resilience;

import io.github.resilience4j.ratelimiter.RateLimiter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.Schedulers;

/**
 * Lets calls through at the pace of a rate limiter. Its permits cannot be given back, so they are reserved by the line
 * and not by the waiters: one at a time, for whoever is first when it falls due. A permit whose waiter is gone is kept
 * for the next one.
 */
final class RateGate implements Gate {

    private final RateLimiter limiter;

    private final WaitingLine<Waiter> line;

    /** Permits that are due and belong to nobody. */
    private final AtomicInteger spare = new AtomicInteger();

    private final AtomicInteger work = new AtomicInteger();

    /** A reservation runs; written by the serving thread, and by the timer before it serves. */
    private volatile boolean reserved;

    RateGate(RateLimiter limiter, int maxWaiting) {
        this.limiter = limiter;
        this.line = new WaitingLine<>(maxWaiting);
    }

    RateLimiter limiter() {
        return limiter;
    }

    @Override
    public void enter(Waiter waiter) {
        if (line.enter(waiter)) {
            serve();
        } else {
            waiter.refused("the queue is full");
        }
    }

    @Override
    public boolean leave(Waiter waiter) {
        return line.leave(waiter);
    }

    @Override
    public void giveBack() {
        spare.incrementAndGet();
        serve();
    }

    int waiting() {
        return line.size();
    }

    private void serve() {
        if (work.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        while (missed != 0) {
            serveWhileThereArePermits();
            missed = work.addAndGet(-missed);
        }
    }

    private void serveWhileThereArePermits() {
        while (line.size() > 0 && !reserved) {
            if (takeSpare()) {
                admitFirst();
            } else {
                reserve();
            }
        }
    }

    private void admitFirst() {
        Waiter first = line.first();
        if (first == null) {
            spare.incrementAndGet();
        } else {
            first.admitted();
        }
    }

    private boolean takeSpare() {
        return spare.getAndUpdate(permits -> Math.max(0, permits - 1)) > 0;
    }

    private void reserve() {
        long nanosToWait = limiter.reservePermission();
        if (nanosToWait < 0) {
            refuseFirst();
        } else if (nanosToWait == 0) {
            spare.incrementAndGet();
        } else {
            reserved = true;
            Schedulers.parallel().schedule(this::due, nanosToWait, TimeUnit.NANOSECONDS);
        }
    }

    private void refuseFirst() {
        Waiter first = line.first();
        if (first != null) {
            first.refused("the next permit is later than its time-out of "
                    + limiter.getRateLimiterConfig().getTimeoutDuration());
        }
    }

    private void due() {
        spare.incrementAndGet();
        reserved = false;
        serve();
    }
}
