package io.github.reactorchutes.request;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The only chunk of a small body in memory. Who sends it calls for it, without a subscription; who subscribes may cancel,
 * and then it is released, which no {@code Mono} made from a callable does.
 */
final class WholeContent extends Mono<DataBuffer> implements Callable<DataBuffer> {

    private final Supplier<BodyChunks> chunks;

    WholeContent(Supplier<BodyChunks> chunks) {
        this.chunks = chunks;
    }

    @Override
    public DataBuffer call() throws IOException {
        try (BodyChunks whole = chunks.get()) {
            return whole.next();
        }
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        new ChunkFlux(chunks, Schedulers.immediate()).subscribe(actual);
    }
}
