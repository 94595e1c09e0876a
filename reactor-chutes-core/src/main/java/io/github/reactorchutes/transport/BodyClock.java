package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server's silence from the consumer's: while bytes are asked for, the time-out for the server runs; while
 * none are, the one for the consumer.
 */
final class BodyClock {

    private final long idleNanos;

    private final long consumerIdleNanos;

    /** Demand comes and goes at any moment, so the shorter of the two says when to look again at the latest. */
    private final long intervalNanos;

    private final @Nullable Deadline deadline;

    private volatile long progressNanos = System.nanoTime();

    BodyClock(BodyRules rules) {
        this.idleNanos = rules.idleTimeout().toNanos();
        this.consumerIdleNanos = rules.consumerIdleTimeout().isZero()
                ? Long.MAX_VALUE
                : rules.consumerIdleTimeout().toNanos();
        this.intervalNanos = Math.min(idleNanos, consumerIdleNanos);
        this.deadline = rules.deadline();
    }

    void progress() {
        progressNanos = System.nanoTime();
    }

    /** Return how long to wait before looking again, or zero or less if the time is up. */
    long nanosLeft(boolean demanded) {
        long limit = demanded ? idleNanos : consumerIdleNanos;
        long nanosLeft = Math.min(limit - (System.nanoTime() - progressNanos), intervalNanos);
        return deadline == null ? nanosLeft : Math.min(nanosLeft, deadline.nanosLeft());
    }

    boolean isPastDeadline() {
        return deadline != null && deadline.nanosLeft() <= 0;
    }
}
