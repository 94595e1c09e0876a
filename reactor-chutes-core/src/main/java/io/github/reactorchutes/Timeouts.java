package io.github.reactorchutes;

import java.time.Duration;

/** The bounds of every timeout: positive, and at most 24 days so that it fits the timers. */
final class Timeouts {

    private static final Duration MAX = Duration.ofDays(24);

    private Timeouts() {}

    static Duration positive(String name, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(
                    name + " must be positive and at most " + MAX.toDays() + " days but was " + timeout);
        }
        return timeout;
    }
}
