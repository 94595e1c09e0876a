package io.github.reactorchutes.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

/** Asks for a few buffers at a time, while it handles the last of those before or later, and remembers the largest. */
final class PieceReader extends BaseSubscriber<DataBuffer> {

    private final CompletableFuture<PieceReader> subscribed = new CompletableFuture<>();

    private final CompletableFuture<SignalType> ended = new CompletableFuture<>();

    private final AtomicInteger largest = new AtomicInteger();

    private final int batch;

    private final boolean promptly;

    private int received;

    PieceReader(int batch, boolean promptly) {
        this.batch = batch;
        this.promptly = promptly;
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscribed.complete(this);
    }

    @Override
    protected void hookOnNext(DataBuffer buffer) {
        int bytes = Bodies.drop(buffer);
        largest.accumulateAndGet(bytes, Math::max);
        if (++received % batch > 0) {
            return;
        }
        if (promptly) {
            requestMore();
        } else {
            Schedulers.parallel().schedule(this::requestMore);
        }
    }

    void requestMore() {
        request(batch);
    }

    @Override
    protected void hookFinally(SignalType type) {
        ended.complete(type);
    }

    /** Wait for the subscription, which a body hands over on its event loop. */
    PieceReader awaitSubscribed() {
        return Waiting.await(subscribed);
    }

    SignalType awaitEnd() {
        return Waiting.await(ended);
    }

    int largest() {
        return largest.get();
    }
}
