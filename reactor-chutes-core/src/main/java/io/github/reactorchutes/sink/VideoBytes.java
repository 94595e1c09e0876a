package io.github.reactorchutes.sink;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Converts videos to other representations. All methods copy to the heap and release the original buffers.
 *
 * @since 0.1.0
 */
public final class VideoBytes {

    private VideoBytes() {}

    /**
     * Collect a short video in memory.
     *
     * <p><b>Errors.</b> {@link org.springframework.core.io.buffer.DataBufferLimitException} as soon as there are more
     * bytes than allowed; the rest is not received.
     *
     * @param video the body of a response
     * @param maxBytes the maximum size; 1 or more
     * @return the complete video
     */
    public static Mono<byte[]> collect(Flux<DataBuffer> video, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more but was " + maxBytes);
        }
        return DataBufferUtils.join(video, maxBytes).map(VideoBytes::take);
    }

    /**
     * Copy the readable bytes of a buffer and release it. Use it as the first operator of a body, {@code
     * video.map(VideoBytes::take)}, so that no later operator can leak a buffer.
     *
     * @param buffer the buffer, which is released even if copying fails
     * @return its bytes
     */
    public static byte[] take(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    /**
     * Copy each buffer, for consumers that do not release buffers.
     *
     * @param video the body of a response
     * @return the same bytes as heap buffers
     */
    public static Flux<ByteBuffer> byteBuffers(Flux<DataBuffer> video) {
        return video.map(buffer -> ByteBuffer.wrap(take(buffer)));
    }

    /**
     * Copy each buffer, for consumers of the JDK's reactive streams.
     *
     * @param video the body of a response
     * @return the same bytes as heap buffers
     */
    public static Flow.Publisher<ByteBuffer> flowPublisher(Flux<DataBuffer> video) {
        return JdkFlowAdapter.publisherToFlowPublisher(byteBuffers(video));
    }

    /**
     * Read a video as a stream. Its methods block the reading thread; closing it, from any thread, cancels the video.
     *
     * <p><b>Errors.</b> Every read after a failure of the video throws that failure, so that a broken video is never
     * mistaken for a short one. For the same reason, reading a closed stream throws an {@link java.io.IOException}. An
     * interrupt ends a wait with {@link java.io.InterruptedIOException}.
     *
     * <p><b>Threading.</b> Reading on a thread that must not block (one of Reactor's non-blocking threads or a Netty
     * event loop) closes the stream and throws {@link IllegalStateException}, like {@code block()}.
     *
     * @param video the body of a response; subscribed to immediately
     * @return the stream
     */
    public static InputStream inputStream(Flux<DataBuffer> video) {
        VideoInputStream stream = new VideoInputStream();
        video.subscribe(stream.receiver());
        return stream;
    }
}
