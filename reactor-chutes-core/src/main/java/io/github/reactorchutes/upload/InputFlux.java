package io.github.reactorchutes.upload;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Reads an image on {@link reactor.core.scheduler.Schedulers#boundedElastic()}. The first request opens it, each
 * request reads a block, and it is closed there too, even after a cancel from an event loop.
 */
final class InputFlux extends Flux<DataBuffer> {

    private final ImageInput.Opener opener;

    private final int blockBytes;

    private final DataBufferFactory factory;

    /** Create a flux that opens the image for each subscriber, and reads it in blocks of this size. */
    InputFlux(ImageInput.Opener opener, int blockBytes, DataBufferFactory factory) {
        this.opener = opener;
        this.blockBytes = blockBytes;
        this.factory = factory;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        actual.onSubscribe(new InputReading(actual, opener, blockBytes, factory));
    }
}
