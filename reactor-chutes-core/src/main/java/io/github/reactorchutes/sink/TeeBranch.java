package io.github.reactorchutes.sink;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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

    /** Lost by the first of: its cancel, the video's end, the failure that another branch's cancel means. */
    private final AtomicBoolean active = new AtomicBoolean(true);

    /*
     * 1 -> 0: subscribed to, or a buffer was handed on
     * 0 -> 1: a buffer is being handed on, or the end is being told, which is the last
     * 1 -> 2: the end came meanwhile; whoever is handing on tells it
     */
    private final AtomicInteger signals = new AtomicInteger(1);

    private @Nullable CoreSubscriber<? super DataBuffer> actual;

    private volatile @Nullable Throwable error;

    private volatile long requested;

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
        leave();
        hub.branchSubscribed();
    }

    boolean isActive() {
        return active.get();
    }

    /** Return what was asked for in all. */
    long requested() {
        return requested;
    }

    Context currentContext() {
        CoreSubscriber<? super DataBuffer> subscriber = actual;
        return subscriber == null ? Context.empty() : subscriber.currentContext();
    }

    /** Hand on a view: the bytes are shared, the position of reading is not. */
    @SuppressWarnings("deprecation") // split(..), its replacement, takes the bytes away from the original
    void emit(DataBuffer buffer) {
        if (active.get() && signals.compareAndSet(0, 1)) {
            subscriber().onNext(buffer.retainedSlice(buffer.readPosition(), buffer.readableByteCount()));
            leave();
        }
    }

    private void leave() {
        if (signals.decrementAndGet() != 0) {
            tellEnd();
        }
    }

    /** End as the video did, with an error or without; told at once, or after the buffer that is being handed on. */
    void end(@Nullable Throwable failure) {
        if (active.compareAndSet(true, false)) {
            error = failure;
            if (signals.getAndIncrement() == 0) {
                tellEnd();
            }
        }
    }

    private void tellEnd() {
        Throwable failure = error;
        if (failure == null) {
            subscriber().onComplete();
        } else {
            subscriber().onError(failure);
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
        if (active.compareAndSet(true, false)) {
            hub.branchCancelled();
        }
    }

    private CoreSubscriber<? super DataBuffer> subscriber() {
        return Objects.requireNonNull(actual, "not subscribed");
    }
}
