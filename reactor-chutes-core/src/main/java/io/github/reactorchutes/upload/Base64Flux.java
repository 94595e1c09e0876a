package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Encodes an image as base64, a block for each buffer requested. Fails unless exactly the announced bytes arrive; the
 * image is followed by JSON, so that one of another size is never sent whole.
 */
final class Base64Flux extends Flux<DataBuffer> {

    private final Flux<DataBuffer> image;

    private final long size;

    private final Consumer<ByteBuffer> check;

    private final DataBufferFactory factory;

    /**
     * Make a flux that encodes an image.
     *
     * @param image its bytes, in buffers of any size
     * @param size how many bytes they are
     * @param check looks at the first bytes, up to a whole block, before any is sent
     * @param factory allocates the encoded buffers
     */
    Base64Flux(Flux<DataBuffer> image, long size, Consumer<ByteBuffer> check, DataBufferFactory factory) {
        this.image = image;
        this.size = size;
        this.check = check;
        this.factory = factory;
    }

    /** A subscriber that cancels at once leaves an image that can be read once unused. */
    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        Base64Encoding encoding = new Base64Encoding(actual, size, new Base64Block(size, check, factory));
        actual.onSubscribe(encoding);
        if (!encoding.isCancelled()) {
            image.subscribe(encoding);
        }
    }
}
