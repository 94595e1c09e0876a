package io.github.reactorchutes.exchange;

import java.time.Duration;

/**
 * A point on the monotonic clock by which an operation must end.
 *
 * @since 0.1.0
 */
public final class Deadline {

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Create a deadline from now.
     *
     * @param time the time until the deadline
     * @return the deadline
     */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /** {@return the nanoseconds until the deadline, negative once it has passed} */
    public long nanosLeft() {
        return nanoTime - System.nanoTime();
    }

    Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }
}
