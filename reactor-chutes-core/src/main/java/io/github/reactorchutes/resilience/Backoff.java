package io.github.reactorchutes.resilience;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The retries after one kind of failure: their maximum number and their waits. The wait doubles with each retry, from a
 * minimum up to a maximum. Each wait has a random jitter of 25 % in both directions and never exceeds the maximum.
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
     * Create a backoff.
     *
     * @param maxRetries the maximum number of retries; 0 for none
     * @param min the first wait, before jitter; positive
     * @param max the maximum wait; not less than {@code min}, at most 365 days
     * @return the backoff
     */
    public static Backoff of(int maxRetries, Duration min, Duration max) {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries must be 0 or more but was " + maxRetries);
        }
        if (Durations.positive("min", min).compareTo(Durations.positive("max", max)) > 0) {
            throw new IllegalArgumentException("max must not be less than min, " + min + ", but was " + max);
        }
        return new Backoff(maxRetries, min, max);
    }

    /** {@return a backoff without retries} */
    public static Backoff never() {
        return of(0, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    /** {@return the maximum number of retries} */
    public int maxRetries() {
        return maxRetries;
    }

    /**
     * Return the wait before a retry.
     *
     * @param retry the number of the retry, from 1
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
