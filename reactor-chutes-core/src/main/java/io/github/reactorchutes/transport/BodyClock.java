package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.Deadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells the server's silence from the consumer's: while bytes are asked for, the time-out for the server runs; while
 * none are, the one for the consumer.
 */
final class BodyClock {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** From when on a pause of a side is a stall, and from when on the body is given up. */
    private record Patience(long stallNanos, long limitNanos) {

        static Patience of(Duration timeout) {
            long limit = timeout.isZero() ? Long.MAX_VALUE : timeout.toNanos();
            return new Patience(Math.min(LONGEST_PAUSE.toNanos(), limit / 4), limit);
        }
    }

    private final Patience server;

    private final Patience consumer;

    private final @Nullable Deadline deadline;

    private volatile long progressNanos = System.nanoTime();

    /** The pause whose stall was told, by its beginning. */
    private long toldNanos = progressNanos - 1;

    BodyClock(BodyRules rules) {
        this.server = Patience.of(rules.idleTimeout());
        this.consumer = Patience.of(rules.consumerIdleTimeout());
        this.deadline = rules.deadline();
    }

    void progress() {
        progressNanos = System.nanoTime();
    }

    /** Say, once for each pause, whether it has become a stall; event loop only. */
    boolean isNewStall(boolean demanded) {
        long begunNanos = progressNanos;
        boolean stalled = System.nanoTime() - begunNanos >= patience(demanded).stallNanos();
        if (!stalled || begunNanos == toldNanos) {
            return false;
        }
        toldNanos = begunNanos;
        return true;
    }

    /**
     * Return how long to wait before looking again, or zero or less if the time is up. Demand comes and goes at any
     * moment, so it is never longer than either side may pause.
     */
    long nanosLeft(boolean demanded) {
        Patience patience = patience(demanded);
        long idleNanos = System.nanoTime() - progressNanos;
        long limit = idleNanos < patience.stallNanos() ? patience.stallNanos() : patience.limitNanos();
        long nanosLeft = Math.min(limit - idleNanos, Math.min(server.stallNanos(), consumer.stallNanos()));
        return deadline == null ? nanosLeft : Math.min(nanosLeft, deadline.nanosLeft());
    }

    boolean isPastDeadline() {
        return deadline != null && deadline.nanosLeft() <= 0;
    }

    private Patience patience(boolean demanded) {
        return demanded ? server : consumer;
    }
}
