package io.github.reactorchutes.lifecycle;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

/** Asks for one buffer after the other, while it handles the one before or later, and remembers the largest. */
final class PieceReader extends BaseSubscriber<DataBuffer> {

    private final CompletableFuture<PieceReader> subscribed = new CompletableFuture<>();

    private final CompletableFuture<SignalType> ended = new CompletableFuture<>();

    private final AtomicInteger largest = new AtomicInteger();

    private final boolean promptly;

    PieceReader(boolean promptly) {
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
        if (promptly) {
            request(1);
        } else {
            Schedulers.parallel().schedule(() -> request(1));
        }
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
