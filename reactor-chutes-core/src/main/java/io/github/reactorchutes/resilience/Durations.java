package io.github.reactorchutes.resilience;

import java.time.Duration;

/** Validates the durations of this package: positive, and small enough for a count of nanoseconds. */
final class Durations {

    private static final Duration MAX = Duration.ofDays(365);

    private Durations() {}

    static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero() || duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    name + " must be positive and at most " + MAX.toDays() + " days but was " + duration);
        }
        return duration;
    }
}
