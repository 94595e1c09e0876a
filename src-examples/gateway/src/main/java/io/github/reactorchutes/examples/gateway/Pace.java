package io.github.reactorchutes.examples.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/**
 * A time budget that shrinks while the gateway waits for a visitor. It starts at {@code patience}, which is also its
 * maximum, and every byte adds its share of a second at the minimum rate. A stall therefore ends after {@code
 * patience}, and an upload after {@code patience} plus its size at the minimum rate, however its bytes are spread. The
 * budget does not shrink while the visitor waits for the gateway.
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
     * Create a paused budget.
     *
     * @param minRate the minimum bytes per second
     * @param patience the maximum time without a byte
     * @param nanoTime the time source
     */
    Pace(long minRate, Duration patience, LongSupplier nanoTime) {
        this.minRate = minRate;
        this.patience = patience;
        this.nanoTime = nanoTime;
        this.left = patience.toNanos();
    }

    /** Abort a slow body from the visitor. The gateway waits while it has outstanding demand. */
    Flux<DataBuffer> ofArrivals(Flux<DataBuffer> body) {
        return watched(body.doOnRequest(this::request).doOnNext(this::arrived));
    }

    /** Abort a slow body to the visitor. The gateway waits while there is no demand. */
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
