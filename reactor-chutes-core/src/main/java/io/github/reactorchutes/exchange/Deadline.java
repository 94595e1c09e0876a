package io.github.reactorchutes.exchange;

import java.time.Duration;

/**
 * A moment by which something has to be over, on the monotonic clock.
 *
 * @since 0.1.0
 */
public final class Deadline {

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Set a deadline from now.
     *
     * @param time how far away it is
     * @return the deadline
     */
    public static Deadline in(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos());
    }

    /**
     * Return how far away it is.
     *
     * @return nanoseconds, negative once it has passed
     */
    public long nanosLeft() {
        return nanoTime - System.nanoTime();
    }

    Deadline earlier(Deadline other) {
        return nanoTime - other.nanoTime <= 0 ? this : other;
    }
}
