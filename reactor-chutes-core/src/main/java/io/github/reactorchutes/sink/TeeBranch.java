package io.github.reactorchutes.sink;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** One place a video goes to. */
final class TeeBranch extends Flux<DataBuffer> implements Subscription {

    private static final AtomicLongFieldUpdater<TeeBranch> REQUESTED =
            AtomicLongFieldUpdater.newUpdater(TeeBranch.class, "requested");

    private final TeeHub hub;

    private final AtomicBoolean subscribed = new AtomicBoolean();

    private volatile @Nullable CoreSubscriber<? super DataBuffer> actual;

    private volatile long requested;

    private volatile boolean active = true;

    TeeBranch(TeeHub hub) {
        this.hub = hub;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
        if (!subscribed.compareAndSet(false, true)) {
            Operators.error(subscriber, new IllegalStateException("a branch of a video can be subscribed to once"));
            return;
        }
        actual = subscriber;
        subscriber.onSubscribe(this);
        hub.branchSubscribed();
    }

    boolean isActive() {
        return active;
    }

    /** Return what was asked for in all. */
    long requested() {
        return requested;
    }

    Context currentContext() {
        CoreSubscriber<? super DataBuffer> subscriber = actual;
        return subscriber == null ? Context.empty() : subscriber.currentContext();
    }

    /** Bytes are shared, the position of reading is not. */
    @SuppressWarnings("deprecation") // split(..), its replacement, takes the bytes away from the original
    void emit(DataBuffer buffer) {
        CoreSubscriber<? super DataBuffer> subscriber = actual;
        if (active && subscriber != null) {
            subscriber.onNext(buffer.retainedSlice(buffer.readPosition(), buffer.readableByteCount()));
        }
    }

    void fail(Throwable error) {
        CoreSubscriber<? super DataBuffer> subscriber = actual;
        if (deactivate() && subscriber != null) {
            subscriber.onError(error);
        }
    }

    void finish() {
        CoreSubscriber<? super DataBuffer> subscriber = actual;
        if (deactivate() && subscriber != null) {
            subscriber.onComplete();
        }
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            Operators.addCap(REQUESTED, this, n);
            hub.pump();
        }
    }

    @Override
    public void cancel() {
        if (deactivate()) {
            hub.branchCancelled();
        }
    }

    private synchronized boolean deactivate() {
        boolean was = active;
        active = false;
        return was;
    }
}
