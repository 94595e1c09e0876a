package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;

/**
 * An image that is encoded as base64 while it is sent.
 *
 * @param image creates the bytes for one attempt
 * @param size the number of bytes
 * @param check inspects the first bytes before any is sent, unless that was done before
 */
record EncodedSegment(
        Function<DataBufferFactory, Flux<DataBuffer>> image,
        long size,
        @Nullable Consumer<ByteBuffer> check) implements Segment {

    /** Return the length of this number of bytes as base64. */
    static long length(long bytes) {
        return (bytes + 2) / 3 * 4;
    }

    @Override
    public long length() {
        return length(size);
    }

    @Override
    public Flux<DataBuffer> buffers(DataBufferFactory factory) {
        return new Base64Flux(image.apply(factory), size, check, factory);
    }
}
