package io.github.reactorchutes.operation;

import io.github.reactorchutes.error.ChutesResponseException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Waits that grow from the shortest to the longest. */
record Waits(Duration shortest, Duration longest) {

    static final Waits DEFAULT = new Waits(Duration.ofSeconds(1), Duration.ofSeconds(15));

    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private static final double GROWTH = 1.5;

    private static final double JITTER = 0.25;

    Waits {
        if (shortest.isNegative() || shortest.isZero()) {
            throw new IllegalArgumentException("the shortest wait must be positive but was " + shortest);
        }
        if (longest.compareTo(shortest) < 0) {
            throw new IllegalArgumentException(
                    "the longest wait must be at least the shortest, " + shortest + ", but was " + longest);
        }
    }

    /** Return the wait after a number of equal outcomes, from 1. */
    Duration after(int outcomes, @Nullable Duration retryAfter) {
        double grown = (double) shortest.toNanos() * Math.pow(GROWTH, Math.min(outcomes, 100) - 1);
        double jitter = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
        Duration wait = Duration.ofNanos((long) (Math.min(grown, (double) longest.toNanos()) * jitter));
        Duration stated = retryAfter == null ? Duration.ZERO : retryAfter;
        Duration bounded = stated.compareTo(LONGEST_RETRY_AFTER) < 0 ? stated : LONGEST_RETRY_AFTER;
        return wait.compareTo(bounded) >= 0 ? wait : bounded;
    }

    /** Return the wait that a server demands with an error. */
    static @Nullable Duration retryAfter(Throwable error) {
        return error instanceof ChutesResponseException answer ? answer.retryAfter() : null;
    }
}
