package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.netty.ConnectionListener;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The outer layer: passes on the head or the error, and turns a cancel into the end of the call.
 *
 * <p>It calls {@code onSubscribe} before there is an upstream, because the first step, such as a token provider, may
 * block. The call must be able to time out and to be cancelled meanwhile.
 */
final class HeadSubscriber implements CoreSubscriber<VideoResponse>, Subscription, LiveCall.Interruptible {

    private final LiveCall live;

    private final Context context;

    /** Cleared on delivery; otherwise the connection would retain the objects of the receiver. */
    private volatile @Nullable CoreSubscriber<? super VideoResponse> actual;

    private volatile @Nullable Subscription upstream;

    private volatile boolean requested;

    private volatile boolean cancelled;

    /** Whether the head was delivered. After that, the body determines the end of the call. */
    private volatile boolean delivered;

    HeadSubscriber(CoreSubscriber<? super VideoResponse> actual, LiveCall live) {
        this.actual = actual;
        this.live = live;
        this.context = actual.currentContext().put(ConnectionListener.KEY, live);
    }

    @Override
    public Context currentContext() {
        return context;
    }

    /** Call {@code onSubscribe}; return whether the subscriber still wants the call. */
    boolean start() {
        CoreSubscriber<? super VideoResponse> subscriber = actual;
        if (subscriber != null) {
            try {
                subscriber.onSubscribe(this);
            } catch (Throwable broken) {
                cancel();
                throw broken;
            }
        }
        live.attach(this);
        return !live.hasEnded();
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        if (!Operators.validate(upstream, subscription)) {
            return;
        }
        upstream = subscription;
        if (live.hasEnded()) {
            subscription.cancel();
        } else if (requested) {
            subscription.request(Long.MAX_VALUE);
        }
    }

    /**
     * Deliver the head even if its body was released: the body fails with the reason; dropping the head would hang the
     * caller.
     */
    @Override
    public void onNext(VideoResponse response) {
        CoreSubscriber<? super VideoResponse> subscriber = actual;
        if (cancelled || subscriber == null) {
            return;
        }
        delivered = true;
        actual = null;
        live.detach();
        try {
            subscriber.onNext(response);
            subscriber.onComplete();
        } catch (Throwable broken) {
            live.release(CallOutcome.CANCELLED, null, "its subscriber failed");
            throw broken;
        }
    }

    @Override
    public void onError(Throwable error) {
        end(Failures.beforeHead(live, error));
    }

    /** The head completes the outer layer; a source without a head has lost it to a cancel. */
    @Override
    public void onComplete() {}

    /** Fail a call that waits for its head. */
    void fail(ChutesException failure) {
        if (end(failure)) {
            cancelUpstream();
        }
    }

    private boolean end(RuntimeException failure) {
        CoreSubscriber<? super VideoResponse> subscriber = actual;
        boolean ended = live.endFrom(LiveCall.State.WAITING, CallOutcome.FAILED, failure);
        if (ended && subscriber != null) {
            subscriber.onError(failure);
        }
        return ended;
    }

    /** Runs on the event loop, where the progress of the request is certain. */
    @Override
    public void interrupt(Interruption why) {
        live.runOnLoop(() -> {
            ChutesException failure = Failures.interrupted(live, why);
            fail(failure);
            live.release(CallOutcome.FAILED, failure, why.description());
        });
    }

    @Override
    public void request(long n) {
        if (Operators.validate(n)) {
            requested = true;
            Subscription source = upstream;
            if (source != null) {
                source.request(Long.MAX_VALUE);
            }
        }
    }

    /**
     * End the call, unless the head was delivered. Operators that take one element, such as {@code next()}, cancel
     * before they emit it, some of them on other threads, and the body is still needed.
     */
    @Override
    public void cancel() {
        if (delivered) {
            return;
        }
        cancelled = true;
        if (live.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null)) {
            cancelUpstream();
        } else {
            live.release(CallOutcome.CANCELLED, null, "the call was cancelled");
        }
    }

    /** Closes the connection on its event loop, for the reason given at {@link LiveCall#dispose()}. */
    private void cancelUpstream() {
        live.stopAcquiring();
        Subscription source = upstream;
        if (source != null) {
            live.runOnLoop(source::cancel);
        }
    }
}
