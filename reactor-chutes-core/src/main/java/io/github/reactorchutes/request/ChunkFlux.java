package io.github.reactorchutes.request;

import java.util.function.Supplier;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** The chunks of a body, each made on the scheduler when it is requested. */
final class ChunkFlux extends Flux<DataBuffer> {

    private final Supplier<BodyChunks> chunks;
    private final Scheduler scheduler;

    ChunkFlux(Supplier<BodyChunks> chunks, Scheduler scheduler) {
        this.chunks = chunks;
        this.scheduler = scheduler;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        actual.onSubscribe(new ChunkSubscription(actual, chunks.get(), scheduler));
    }
}
