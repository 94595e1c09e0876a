package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.sink.VideoBytes;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.SynchronousSink;

/**
 * The incoming body of one generation request. From its head on it counts as a generation of its visitor. Its resources
 * are either handed over to a generation or released with the request.
 */
final class Upload {

    private static final String ATTRIBUTE = Upload.class.getName();

    private final String client;

    private final UploadBounds bounds;

    private final long maxBytes;

    private final Held held;

    private final AtomicBoolean arriving = new AtomicBoolean(true);

    private long parked;

    private boolean closed;

    private volatile boolean handedOver;

    /**
     * Start an upload.
     *
     * @param client the visitor's address
     * @param bounds the bounds, which already count the upload
     * @param maxBytes the maximum size of the body
     * @param permit the visitor's permit
     */
    Upload(String client, UploadBounds bounds, long maxBytes, Disposable permit) {
        this.client = client;
        this.bounds = bounds;
        this.maxBytes = maxBytes;
        this.held = new Held(permit, Disposables.composite(this::giveBack));
    }

    /** Return the upload of a request. */
    static Upload of(ServerWebExchange exchange) {
        return exchange.getRequiredAttribute(ATTRIBUTE);
    }

    void attachTo(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    /** Count a forwarded body. */
    Flux<DataBuffer> passed(Flux<DataBuffer> body) {
        return body.doFinally(end -> arrived());
    }

    /** Count a stored body, and abort it when it exceeds its limits. */
    Flux<DataBuffer> kept(Flux<DataBuffer> body) {
        return passed(body.handle(this::park));
    }

    /**
     * Copy the buffer, because the reader of an aborted multipart body leaks Netty buffers (seen in spring-web 7.0.10).
     */
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

    /** Take over the permit and the stored bytes. The caller disposes of them. */
    Held handOver() {
        handedOver = true;
        return held;
    }

    /** Release everything that was not handed over. */
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
