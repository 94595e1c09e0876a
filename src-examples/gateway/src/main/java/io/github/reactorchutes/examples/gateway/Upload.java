package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.sink.VideoBytes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * The body of one request for a generation, on its way in. It is counted from its head on, as a generation of its
 * visitor, and either handed over to a generation or given back with the request.
 */
final class Upload {

    private static final String ATTRIBUTE = Upload.class.getName();

    private final String client;

    private final UploadBounds bounds;

    private final long maxBytes;

    private final Disposable.Composite held;

    private final AtomicBoolean arriving = new AtomicBoolean(true);

    private long parked;

    private boolean closed;

    private volatile boolean handedOver;

    /**
     * Begin.
     *
     * @param client the visitor's address
     * @param bounds already counts the upload
     * @param maxBytes of the body
     * @param held the visitor's permit, which is given back with what the upload takes
     */
    Upload(String client, UploadBounds bounds, long maxBytes, Disposable.Composite held) {
        this.client = client;
        this.bounds = bounds;
        this.maxBytes = maxBytes;
        this.held = held;
        held.add(this::giveBack);
    }

    /** Return the upload of a request. */
    static Upload of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }

    void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /** Count a body that is passed on. */
    Flux<DataBuffer> passed(Flux<DataBuffer> body) {
        return body.doFinally(end -> arrived());
    }

    /** Count a body that is kept, and break it off where it takes too much. */
    Flux<DataBuffer> kept(Flux<DataBuffer> body) {
        return passed(body.handle(this::park));
    }

    /** A multipart body that is broken off leaks what its reader has of Netty's buffers, so the reader gets copies. */
    private void park(DataBuffer buffer, SynchronousSink<DataBuffer> sink) {
        byte[] bytes = VideoBytes.take(buffer);
        try {
            count(bytes.length);
            sink.next(DefaultDataBufferFactory.sharedInstance.wrap(bytes));
        } catch (RuntimeException tooMuch) {
            sink.error(tooMuch);
        }
    }

    private synchronized void count(long bytes) {
        if (closed) {
            throw new IllegalStateException("the request has ended");
        }
        if (parked + bytes > maxBytes) {
            throw Problems.imageTooLarge();
        }
        bounds.park(client, bytes);
        parked += bytes;
    }

    private void arrived() {
        if (arriving.compareAndSet(true, false)) {
            bounds.end();
        }
    }

    /** Take over what is held: the permit, and the bytes that are kept. Whoever takes it disposes of it. */
    Disposable.Composite handOver() {
        handedOver = true;
        return held;
    }

    /** Give back what was not handed over. */
    void close() {
        arrived();
        if (!handedOver) {
            held.dispose();
        }
    }

    private synchronized void giveBack() {
        closed = true;
        bounds.giveBack(client, parked);
        parked = 0;
    }
}
