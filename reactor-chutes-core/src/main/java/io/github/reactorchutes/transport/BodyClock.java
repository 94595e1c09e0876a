package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.Deadline;
import java.time.Duration;

/**
 * Distinguishes a silent server from a silent consumer: with demand, the server's timeout runs; without, the
 * consumer's. Until the first byte, the server may still be generating, so it has the timeout for that.
 */
final class BodyClock {

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    /** When a pause of one side is reported as a stall, and when it fails the body. */
    private record Patience(long stallNanos, long limitNanos) {

        static Patience of(Duration timeout) {
            long limit = timeout.isZero() ? Long.MAX_VALUE : timeout.toNanos();
            return new Patience(Math.min(LONGEST_PAUSE.toNanos(), limit / 4), limit);
        }

        /** Silence during a generation is normal, and not a stall. */
        static Patience ofGeneration(Duration timeout) {
            return new Patience(timeout.toNanos(), timeout.toNanos());
        }
    }

    private final BodyRules rules;

    /** Whether a byte of the body has arrived; event loop only. */
    private boolean begun;

    private volatile long progressNanos = System.nanoTime();

    /** The start of the pause whose stall was reported. */
    private long reportedNanos = progressNanos - 1;

    BodyClock(BodyRules rules) {
        this.rules = rules;
    }

    /** Record bytes of the body; event loop only. */
    void received() {
        begun = true;
        progress();
    }

    boolean hasBegun() {
        return begun;
    }

    void progress() {
        progressNanos = System.nanoTime();
    }

    /** Return, once for each pause, whether it has become a stall; event loop only. */
    boolean isNewStall(boolean demanded) {
        long begunNanos = progressNanos;
        boolean stalled = System.nanoTime() - begunNanos >= patience(demanded).stallNanos();
        if (!stalled || begunNanos == reportedNanos) {
            return false;
        }
        reportedNanos = begunNanos;
        return true;
    }

    /**
     * Return the time until the next check, or zero or less if the time is up. Demand can change at any moment, so the
     * result never exceeds the allowed pause of either side.
     */
    long nanosLeft(boolean demanded) {
        Patience patience = patience(demanded);
        long idleNanos = System.nanoTime() - progressNanos;
        long limit = idleNanos < patience.stallNanos() ? patience.stallNanos() : patience.limitNanos();
        long nanosLeft = Math.min(
                limit - idleNanos, Math.min(server().stallNanos(), consumer().stallNanos()));
        Deadline deadline = rules.deadline();
        return deadline == null ? nanosLeft : Math.min(nanosLeft, deadline.nanosLeft());
    }

    boolean isPastDeadline() {
        Deadline deadline = rules.deadline();
        return deadline != null && deadline.nanosLeft() <= 0;
    }

    private Patience patience(boolean demanded) {
        if (!demanded) {
            return consumer();
        }
        return begun ? server() : Patience.ofGeneration(rules.firstByteTimeout());
    }

    private Patience server() {
        return Patience.of(rules.idleTimeout());
    }

    private Patience consumer() {
        return Patience.of(rules.consumerIdleTimeout());
    }
}
