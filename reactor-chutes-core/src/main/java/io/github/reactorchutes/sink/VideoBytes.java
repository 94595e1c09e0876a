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
 * Videos as other shapes of bytes. All copy to the heap and release what they were given.
 *
 * @since 0.1.0
 */
public final class VideoBytes {

    private static final int BUFFERS_AHEAD = 4;

    private VideoBytes() {}

    /**
     * Collect a short video in memory.
     *
     * <p><b>Errors.</b> {@link org.springframework.core.io.buffer.DataBufferLimitException} as soon as there are more
     * bytes than allowed; the rest is not received.
     *
     * @param video the body of a response
     * @param maxBytes the most to hold; 1 or more
     * @return the whole video
     */
    public static Mono<byte[]> collect(Flux<DataBuffer> video, int maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes must be 1 or more but was " + maxBytes);
        }
        return DataBufferUtils.join(video, maxBytes).map(VideoBytes::copy);
    }

    /**
     * Copy each buffer, for consumers that know nothing of ownership.
     *
     * @param video the body of a response
     * @return the same bytes as heap buffers
     */
    public static Flux<ByteBuffer> byteBuffers(Flux<DataBuffer> video) {
        return video.map(buffer -> ByteBuffer.wrap(copy(buffer)));
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
     * Read a video as a stream. Its methods block the reading thread, which must not be an event loop; closing it cancels
     * the video. Reading throws what the video fails with, so that a broken one is never taken for a short one.
     *
     * @param video the body of a response; subscribed to at once
     * @return the stream
     */
    public static InputStream inputStream(Flux<DataBuffer> video) {
        return DataBufferUtils.subscriberInputStream(video, BUFFERS_AHEAD);
    }

    private static byte[] copy(DataBuffer buffer) {
        try {
            byte[] bytes = new byte[buffer.readableByteCount()];
            buffer.read(bytes);
            return bytes;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }
}
