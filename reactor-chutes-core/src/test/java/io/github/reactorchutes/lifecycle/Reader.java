package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.SignalType;

/** Reads a body as slowly as a test wants, and remembers how it ended. */
final class Reader extends BaseSubscriber<DataBuffer> {

    private final CompletableFuture<Reader> subscribed = new CompletableFuture<>();

    private final CompletableFuture<SignalType> ended = new CompletableFuture<>();

    private final AtomicLong bytes = new AtomicLong();

    private final AtomicInteger buffers = new AtomicInteger();

    private final long firstDemand;

    private volatile @Nullable Throwable error;

    private Reader(long firstDemand) {
        this.firstDemand = firstDemand;
    }

    /** Ask for nothing by itself. */
    static Reader idle() {
        return new Reader(0);
    }

    static Reader unbounded() {
        return new Reader(Long.MAX_VALUE);
    }

    @Override
    protected void hookOnSubscribe(Subscription subscription) {
        subscribed.complete(this);
        if (firstDemand > 0) {
            subscription.request(firstDemand);
        }
    }

    @Override
    protected void hookOnNext(DataBuffer buffer) {
        bytes.addAndGet(Bodies.drop(buffer));
        buffers.incrementAndGet();
    }

    @Override
    protected void hookOnError(Throwable throwable) {
        error = throwable;
    }

    @Override
    protected void hookFinally(SignalType type) {
        ended.complete(type);
    }

    /** Wait for the subscription, which a body hands over on its event loop. */
    Reader awaitSubscribed() {
        return Waiting.await(subscribed);
    }

    /** Wait for the end: a completion, an error or a cancel. */
    SignalType awaitEnd() {
        return Waiting.await(ended);
    }

    /** Ask for one buffer after the other, to the end. */
    Reader readOneByOne() {
        while (!hasEnded()) {
            int before = buffers();
            request(1);
            Await.untilAsserted(
                    () -> assertThat(hasEnded() || buffers() > before).isTrue());
        }
        return this;
    }

    boolean hasEnded() {
        return ended.isDone();
    }

    long bytes() {
        return bytes.get();
    }

    int buffers() {
        return buffers.get();
    }

    @Nullable
    Throwable error() {
        return error;
    }
}
