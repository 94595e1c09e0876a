package io.github.reactorchutes.examples.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A clock that runs while the gateway waits for a visitor. It has the patience to start with, every byte gives back its
 * share of a second at the least rate, and never is there more of it than the patience. So a stall ends after the patience,
 * and an upload after the patience and its size at the least rate, however its bytes are spread. While the visitor is the
 * one who waits, it stands still.
 */
final class Pace {

    private static final int CHECKS = 10;

    private final long minRate;

    private final Duration patience;

    private final LongSupplier nanoTime;

    private long left;

    private long since;

    private boolean waiting;

    private long requested;

    /**
     * Make a clock, which stands.
     *
     * @param minRate bytes a second
     * @param patience how long the clock runs without a byte
     * @param nanoTime the time
     */
    Pace(long minRate, Duration patience, LongSupplier nanoTime) {
        this.minRate = minRate;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.left = patience.toNanos();
    }

    /** Break off a body that comes from the visitor: the gateway waits while it has asked for more. */
    Flux<DataBuffer> ofArrivals(Flux<DataBuffer> body) {
        return watched(body.doOnRequest(this::request).doOnNext(this::arrived));
    }

    /** Break off a body that goes to the visitor: the gateway waits while nothing is asked for. */
    Flux<DataBuffer> ofDepartures(Flux<DataBuffer> body) {
        return watched(body.doOnRequest(this::taken).doOnNext(this::offered));
    }

    private Flux<DataBuffer> watched(Flux<DataBuffer> body) {
        return PacedBody.of(body, this, patience.dividedBy(CHECKS));
    }

    synchronized void request(long more) {
        requested = Operators.addCap(requested, more);
        run(true);
    }

    private void arrived(DataBuffer buffer) {
        arrived(buffer.readableByteCount());
    }

    synchronized void arrived(long bytes) {
        requested = requested == Long.MAX_VALUE ? requested : requested - 1;
        run(requested > 0);
        earn(bytes);
    }

    private synchronized void taken(long more) {
        requested = Operators.addCap(requested, more);
        run(false);
    }

    private synchronized void offered(DataBuffer buffer) {
        requested = requested == Long.MAX_VALUE ? requested : requested - 1;
        run(requested == 0);
        earn(buffer.readableByteCount());
    }

    synchronized boolean isTooSlow() {
        run(waiting);
        return left < 0;
    }

    private void run(boolean on) {
        long now = nanoTime.getAsLong();
        left -= waiting ? now - since : 0;
        since = now;
        waiting = on;
    }

    private void earn(long bytes) {
        long earned = (long) (bytes * 1e9 / minRate);
        left = left < 0 ? left : Math.min(patience.toNanos(), left + earned);
    }
}
