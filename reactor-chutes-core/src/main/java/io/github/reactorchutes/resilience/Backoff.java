package io.github.reactorchutes.resilience;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often to send again after one kind of failure, and how long to wait before: doubled from a first to a
 * longest wait, each jittered by a quarter either way and never longer than the longest, so that the waits grow and
 * callers do not march in step.
 *
 * @since 0.1.0
 */
public final class Backoff {

    private static final double JITTER = 0.25;

    private static final int MAX_DOUBLINGS = 30;

    private final int maxRetries;

    private final Duration min;

    private final Duration max;

    private Backoff(int maxRetries, Duration min, Duration max) {
        this.maxRetries = maxRetries;
        this.min = min;
        this.max = max;
    }

    /**
     * Describe the waits.
     *
     * @param maxRetries how often to send again at most; 0 for never
     * @param min the first wait, before jitter; positive
     * @param max the longest wait; not shorter than the first, at most 365 days
     * @return the backoff
     */
    public static Backoff of(int maxRetries, Duration min, Duration max) {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries must be 0 or more but was " + maxRetries);
        }
        if (Durations.positive("min", min).compareTo(Durations.positive("max", max)) > 0) {
            throw new IllegalArgumentException("max must not be shorter than min, " + min + ", but was " + max);
        }
        return new Backoff(maxRetries, min, max);
    }

    /**
     * Return a backoff that never sends again.
     *
     * @return the backoff
     */
    public static Backoff never() {
        return of(0, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /**
     * Return how often to send again at most.
     *
     * @return the number of retries
     */
    public int maxRetries() {
        return maxRetries;
    }

    /**
     * Return a wait.
     *
     * @param retry which retry it is for, from 1
     * @return the jittered wait
     */
    Duration wait(int retry) {
        double longest = (double) max.toNanos();
        double grown = Math.min(min.toNanos() * Math.pow(2, Math.min(retry - 1, MAX_DOUBLINGS)), longest);
        double jittered =
                ThreadLocalRandom.current().nextDouble(grown * (1 - JITTER), Math.min(grown * (1 + JITTER), longest));
        return Duration.ofNanos((long) jittered);
    }
}
