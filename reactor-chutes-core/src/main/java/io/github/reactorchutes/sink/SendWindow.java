package io.github.reactorchutes.sink;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;

/**
 * Limits the bytes of a video that a server holds for a slow viewer. Servers request a number of buffers, regardless of
 * their size: Reactor Netty requests 128 at once (reactor/reactor-netty#1064), which are up to 8 MB of a video. The
 * starter does this for WebFlux; use it in front of any other server or network.
 *
 * <pre>{@code
 * Flux<DataBuffer> limited = SendWindow.limit(video.body());
 * }</pre>
 *
 * <p>Buffers are counted from their emission to their release, so the consumer must release them without waiting for
 * others. A consumer that collects buffers, such as {@code buffer(100)}, waits forever once the window is full.
 *
 * @since 0.1.0
 */
public final class SendWindow {

    private static final int DEFAULT_BYTES = 192 * 1024;

    private SendWindow() {}

    /**
     * Limit a body to 192 KiB and the few buffers that are on their way.
     *
     * @param body the body; subscribed to once for each subscription
     * @return the same buffers, requested while the consumer holds few bytes
     */
    public static Flux<DataBuffer> limit(Publisher<? extends DataBuffer> body) {
        return limit(body, DEFAULT_BYTES);
    }

    /**
     * Limit a body.
     *
     * <p><b>Ownership.</b> The consumer releases each buffer. A buffer on the heap needs no release and is not counted.
     *
     * <p><b>Cancellation and errors.</b> As those of the body.
     *
     * <p><b>Threading.</b> The body emits on its own threads. It is requested by the thread that requests or releases.
     *
     * @param body the body; subscribed to once for each subscription
     * @param maxBytes the bytes held by the consumer at which no more are requested: 1 or more. Up to 4 further buffers may
     *     be on their way
     * @return the same buffers, requested while the consumer holds fewer bytes
     */
    public static Flux<DataBuffer> limit(Publisher<? extends DataBuffer> body, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more but was " + maxBytes);
        }
        return new Limited(Flux.from(body).cast(DataBuffer.class), maxBytes);
    }

    private static final class Limited extends FluxOperator<DataBuffer, DataBuffer> {

        private final int maxBytes;

        Limited(Flux<DataBuffer> source, int maxBytes) {
            super(source);
            this.maxBytes = maxBytes;
        }

        @Override
        public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
            source.subscribe(new SendWindowSubscriber(actual, maxBytes));
        }
    }
}
