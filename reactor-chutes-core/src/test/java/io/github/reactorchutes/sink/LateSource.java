package io.github.reactorchutes.sink;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;

/** A source that keeps to no rule: it emits whatever a test tells it to, also after a cancel and without demand. */
final class LateSource extends Flux<DataBuffer> implements Subscription {

    private @Nullable CoreSubscriber<? super DataBuffer> subscriber;

    private volatile boolean asked;

    private volatile boolean cancelled;

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        subscriber = actual;
        actual.onSubscribe(this);
    }

    @Override
    public void request(long n) {
        asked = true;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    void emit(DataBuffer buffer) {
        subscriber().onNext(buffer);
    }

    void complete() {
        subscriber().onComplete();
    }

    void fail(Throwable error) {
        subscriber().onError(error);
    }

    boolean asked() {
        return asked;
    }

    boolean isCancelled() {
        return cancelled;
    }

    private CoreSubscriber<? super DataBuffer> subscriber() {
        if (subscriber == null) {
            throw new IllegalStateException("not subscribed");
        }
        return subscriber;
    }
}
