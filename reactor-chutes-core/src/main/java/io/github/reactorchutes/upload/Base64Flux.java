package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Encodes an image as base64, one block for each requested buffer. Fails unless exactly the announced number of bytes
 * arrives. JSON follows the image in the body, so the request with an image of another size is never complete.
 */
final class Base64Flux extends Flux<DataBuffer> {

    private final Flux<DataBuffer> image;

    private final long size;

    private final @Nullable Consumer<ByteBuffer> check;

    private final DataBufferFactory factory;

    /**
     * Create a flux that encodes an image.
     *
     * @param image its bytes, in buffers of any size
     * @param size the number of bytes
     * @param check inspects the first bytes before any is sent, unless that was done before
     * @param factory allocates the encoded buffers
     */
    Base64Flux(Flux<DataBuffer> image, long size, @Nullable Consumer<ByteBuffer> check, DataBufferFactory factory) {
        this.image = image;
        this.size = size;
        this.check = check;
        this.factory = factory;
    }

    /** If the subscriber cancels immediately, an image that can only be read once stays unused. */
    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        Base64Encoding encoding = new Base64Encoding(actual, size, new Base64Block(size, check, factory));
        actual.onSubscribe(encoding);
        if (!encoding.isCancelled()) {
            image.subscribe(encoding);
        }
    }
}
