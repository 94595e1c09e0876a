package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** The outer layer: passes on the head or the error, and turns a cancel into the end of the call. */
final class HeadSubscriber implements CoreSubscriber<VideoResponse>, Subscription, LiveCall.Interruptible {

    private final CoreSubscriber<? super VideoResponse> actual;

    private final LiveCall live;

    private final Consumer<LiveCall> onSubscribed;

    private @Nullable Subscription upstream;

    private volatile boolean cancelled;

    /** Read by the thread that wrote it, so it needs no fence. */
    private @Nullable Thread deliveringThread;

    HeadSubscriber(CoreSubscriber<? super VideoResponse> actual, LiveCall live, Consumer<LiveCall> onSubscribed) {
        this.actual = actual;
        this.live = live;
        this.onSubscribed = onSubscribed;
    }

    @Override
    public Context currentContext() {
        return actual.currentContext();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (Operators.validate(upstream, subscription)) {
            upstream = subscription;
            actual.onSubscribe(this);
            live.attach(this);
            onSubscribed.accept(live);
        }
    }

    /** Pass on the head even if its body is gone by now: the body says why, whereas silence would be for ever. */
    @Override
    public void onNext(VideoResponse response) {
        if (cancelled) {
            return;
        }
        deliveringThread = Thread.currentThread();
        actual.onNext(response);
        deliveringThread = null;
        actual.onComplete();
    }

    @Override
    public void onError(Throwable error) {
        RuntimeException failure = Failures.beforeHead(live, error);
        if (live.endFrom(LiveCall.State.WAITING, CallOutcome.FAILED, failure)) {
            actual.onError(failure);
        }
    }

    /** The head completes the outer layer; a source that ends without one has lost its head to a cancel. */
    @Override
    public void onComplete() {}

    /** Fail a call that waits for its head. */
    void fail(ChutesException failure) {
        if (live.endFrom(LiveCall.State.WAITING, CallOutcome.FAILED, failure)) {
            cancelUpstream();
            actual.onError(failure);
        }
    }

    @Override
    public void interrupt(Interruption why) {
        ChutesException failure = Failures.interrupted(live, why);
        fail(failure);
        live.release(CallOutcome.FAILED, failure, why.description());
    }

    @Override
    public void request(long n) {
        Subscription source = upstream;
        if (source != null) {
            source.request(n);
        }
    }

    /**
     * End the call, unless the head is being handed over on this very thread: operators that take one element, such as
     * {@code next()}, cancel before they hand it on, and the body is still wanted.
     */
    @Override
    public void cancel() {
        if (deliveringThread == Thread.currentThread()) {
            return;
        }
        cancelled = true;
        if (live.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null)) {
            cancelUpstream();
        } else {
            live.release(CallOutcome.CANCELLED, null, "the call was cancelled");
        }
    }

    /** Closes the connection, as {@link LiveCall#dispose()} does, and for the same reason on its event loop. */
    private void cancelUpstream() {
        live.stopAcquiring();
        Subscription source = upstream;
        if (source != null) {
            live.runOnLoop(source::cancel);
        }
    }
}
