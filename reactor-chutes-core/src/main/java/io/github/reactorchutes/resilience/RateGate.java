package io.github.reactorchutes.resilience;

import io.github.reactorchutes.guard.CallerCode;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Grants the permits of a rate limiter. The limiter takes none back, so the queue reserves them and not the waiters: one
 * at a time, for the head of the queue at the time it falls due. A permit that was not used is kept for the next waiter
 * until the end of its period, as the limiter itself would keep it.
 */
final class RateGate implements Gate, Permit {

    private final RateLimiter limiter;

    private final WaitingLine line;

    private final SerialTask serving = new SerialTask(this::serve);

    /** The number of the current period, as far as the limiter was used. */
    private final AtomicInteger period = new AtomicInteger();

    /** The pending reservation; written by the draining thread, and by a thread that finds it due, before it drains. */
    private volatile @Nullable Reservation reservation;

    /** The limiter's permits when it was last used. They only increase at the start of a period. */
    private volatile int available;

    RateGate(RateLimiter limiter, int maxWaiting) {
        this.limiter = limiter;
        this.line = new WaitingLine(0, maxWaiting);
        this.available = permissions();
    }

    RateLimiter limiter() {
        return limiter;
    }

    @Override
    public void enter(Waiter waiter) {
        revive();
        reserveAtOnce();
        switch (line.enter(waiter)) {
            case ADMITTED -> waiter.admitted(this);
            case QUEUED -> serving.run();
            case REFUSED -> waiter.refused("the queue is full");
        }
    }

    /**
     * The usual case: the queue is empty and a permit is available, so that callers can proceed concurrently. If
     * another user of the limiter wins the permit, ours comes due later for the head of the queue.
     */
    private void reserveAtOnce() {
        if (!serving.claim()) {
            return;
        }
        try {
            beginPeriod();
            if (reservation == null && line.isIdle() && available > 0) {
                reserve();
            }
        } finally {
            serving.release();
        }
    }

    /** Drop the permits that were left in the previous period, if another one has begun. */
    private void beginPeriod() {
        int left = permissions();
        if (left > available) {
            period.incrementAndGet();
            line.dropPermits();
        }
        available = left;
    }

    private int permissions() {
        return limiter.getMetrics().getAvailablePermissions();
    }

    @Override
    public boolean leave(Waiter waiter) {
        return line.leave(waiter);
    }

    @Override
    public void giveBack() {
        line.addPermit();
        serving.run();
    }

    /** Return the current period, to which a permit that is granted now belongs. */
    int period() {
        return period.get();
    }

    /** Take back a permit whose attempt did not reach the platform, unless the period of the permit is over. */
    void giveBack(int grantedIn) {
        if (serving.claim()) {
            try {
                beginPeriod();
            } finally {
                serving.release();
            }
        }
        if (grantedIn == period.get()) {
            giveBack();
        }
    }

    @Override
    public int available() {
        return line.permits();
    }

    @Override
    public int waiting() {
        return line.size();
    }

    private boolean serve(FirstFailure failures) {
        Waiter next = line.admitFirst();
        if (next != null) {
            failures.run(() -> next.admitted(this));
            return true;
        }
        if (reservation != null || line.size() == 0) {
            return false;
        }
        reserve();
        return true;
    }

    private void reserve() {
        beginPeriod();
        long nanosToWait = reservePermission();
        available = permissions();
        if (nanosToWait < 0) {
            refuseFirst();
        } else if (nanosToWait == 0) {
            line.addPermit();
        } else {
            awaitPermit(nanosToWait);
        }
    }

    /**
     * A throwing event consumer does so after the limiter's decision, which is then derived from the number of permits
     * before it.
     */
    private long reservePermission() {
        int before = available;
        AtomicLong nanosToWait = new AtomicLong();
        boolean decided = CallerCode.run(
                "An event consumer of a rate limiter", () -> nanosToWait.set(limiter.reservePermission()));
        return decided ? nanosToWait.get() : estimate(before);
    }

    private long estimate(int available) {
        RateLimiterConfig config = limiter.getRateLimiterConfig();
        long periods = (Math.max(0, 1L - available) + config.getLimitForPeriod() - 1) / config.getLimitForPeriod();
        Duration wait = config.getLimitRefreshPeriod().multipliedBy(periods);
        return wait.compareTo(config.getTimeoutDuration()) > 0 ? -1 : wait.toNanos();
    }

    /** Keep the reservation even if its timer is rejected, or lost in a shutdown of the scheduler. */
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

    /** A shutdown of Reactor's parallel scheduler drops its timers, and a new scheduler replaces it. */
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
            first.refused("the next permit comes later than its timeout of "
                    + limiter.getRateLimiterConfig().getTimeoutDuration());
        }
    }

    private void due(Reservation current) {
        if (current.compareAndSet(false, true)) {
            available = permissions();
            period.incrementAndGet();
            line.addPermit();
            reservation = null;
            serving.run();
        }
    }

    /** A permit that falls due; true once it was taken. */
    private static final class Reservation extends AtomicBoolean {

        private static final long serialVersionUID = 1L;

        private final long dueNanos;

        private transient volatile @Nullable Scheduler timedBy;

        Reservation(long dueNanos) {
            this.dueNanos = dueNanos;
        }
    }
}
