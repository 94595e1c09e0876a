package io.github.reactorchutes.transport;

/**
 * Tells the server's silence from the consumer's: while bytes are asked for, the time-out for the server runs; while
 * none are, the one for the consumer.
 */
final class BodyClock {

    private final long idleNanos;

    private final long consumerIdleNanos;

    private volatile long progressNanos = System.nanoTime();

    BodyClock(BodyRules rules) {
        this.idleNanos = rules.idleTimeout().toNanos();
        this.consumerIdleNanos = rules.consumerIdleTimeout().isZero()
                ? Long.MAX_VALUE
                : rules.consumerIdleTimeout().toNanos();
    }

    void progress() {
        progressNanos = System.nanoTime();
    }

    /**
     * Return how long to wait before looking again, at most the idle time-out because demand can come at any moment; or
     * zero or less if the time is up.
     */
    long nanosLeft(boolean demanded) {
        long limit = demanded ? idleNanos : consumerIdleNanos;
        return Math.min(limit - (System.nanoTime() - progressNanos), idleNanos);
    }
}
