package io.github.reactorchutes.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/**
 * Reads a stream on {@link reactor.core.scheduler.Schedulers#boundedElastic()}. The first request opens it, each
 * request reads a block, and it is closed there too, even after a cancel from an event loop.
 */
final class InputFlux extends Flux<DataBuffer> {

    private final Callable<? extends InputStream> opener;

    private final int blockBytes;

    private final DataBufferFactory factory;

    /** Create a flux that reads a new stream for each subscriber, in blocks of limited size. */
    InputFlux(Callable<? extends InputStream> opener, long size, DataBufferFactory factory) {
        this.opener = opener;
        this.blockBytes = (int) Math.min(size, Base64Block.MAX_BYTES);
        this.factory = factory;
    }

    static InputStream open(Callable<? extends InputStream> opener) throws IOException {
        try {
            return Objects.requireNonNull(opener.call(), "the opener returned null instead of a stream");
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the stream of the image could not be opened", e);
        }
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        actual.onSubscribe(new InputReading(actual, opener, blockBytes, factory));
    }
}
