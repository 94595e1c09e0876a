package io.github.reactorchutes.exchange;

import io.github.reactorchutes.guard.CallerCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Tracks both layers of a call: the {@code Mono} until the head, then the response. */
final class SingleHead implements CoreSubscriber<VideoResponse>, Subscription {

    /** WAITING is left once: by the head, after which the response reports the end, or by the end of the call. */
    private enum State {
        WAITING,
        DELIVERED,
        ENDED,
        CANCELLED
    }

    private static final AtomicReferenceFieldUpdater<SingleHead, State> STATE =
            AtomicReferenceFieldUpdater.newUpdater(SingleHead.class, State.class, "state");

    private final CoreSubscriber<? super VideoResponse> actual;

    /** That of the passage, created once. */
    private Context context;

    private @Nullable Passage passage;

    private @Nullable Consumer<CallEnd> listener;

    private volatile State state = State.WAITING;

    private @Nullable Subscription upstream;

    private @Nullable VideoResponse head;

    SingleHead(CoreSubscriber<? super VideoResponse> actual) {
        this.actual = actual;
        this.context = actual.currentContext();
    }

    /** Take part in a passage; before the subscription. */
    void pass(Passage begun) {
        tell(begun);
        passage = begun;
        context = begun.context(context);
    }

    /** Tell the end; before the subscription. */
    void tell(Consumer<? super CallEnd> consumer) {
        listener = new OnceListener(consumer);
    }

    @Override
    public Context currentContext() {
        return context;
    }

    /** A subscriber that throws here has no subscription to cancel, so end the call for it. */
    @Override
    public void onSubscribe(Subscription subscription) {
        if (!Operators.validate(upstream, subscription)) {
            return;
        }
        upstream = subscription;
        try {
            actual.onSubscribe(this);
        } catch (Throwable broken) {
            fail(broken);
        }
    }

    /** End the call with the thrown exception, then rethrow it if it is fatal. */
    void fail(Throwable failure) {
        if (upstream == null) {
            upstream = Operators.emptySubscription();
            CallerCode.failureOf(() -> actual.onSubscribe(this));
        }
        if (settle(State.ENDED, CallOutcome.FAILED, failure)) {
            CallerCode.failureOf(this::cancelUpstream);
            actual.onError(failure);
        }
        Exceptions.throwIfJvmFatal(failure);
    }

    /**
     * Reactor's operators rethrow fatal errors without a signal. Release the head, unless its body is subscribed to,
     * and signal the error to the subscriber.
     */
    @Override
    public void onNext(VideoResponse response) {
        if (!STATE.compareAndSet(this, State.WAITING, State.DELIVERED)) {
            if (response != head) {
                response.release();
            }
            return;
        }
        head = response;
        try {
            pass(response);
            actual.onNext(response);
        } catch (Throwable thrown) {
            response.release();
            CallerCode.failureOf(() -> actual.onError(thrown));
            Exceptions.throwIfJvmFatal(thrown);
            return;
        }
        actual.onComplete();
    }

    /** Whatever happens to the head, its end is told. */
    private void pass(VideoResponse response) {
        try {
            if (passage != null) {
                passage.headArrived(response);
            }
        } finally {
            if (listener != null) {
                response.onEnd(listener);
            }
        }
    }

    @Override
    public void onError(Throwable error) {
        if (settle(State.ENDED, CallOutcome.FAILED, error)) {
            actual.onError(error);
        } else if (state != State.CANCELLED) {
            Operators.onErrorDropped(error, currentContext());
        }
    }

    /** Drop the completion after a head that lost to a cancel: it would signal that there is no video. */
    @Override
    public void onComplete() {
        if (settle(State.ENDED, CallOutcome.CANCELLED, null)) {
            actual.onComplete();
        }
    }

    @Override
    public void request(long n) {
        Subscription source = upstream;
        if (source != null) {
            source.request(n);
        }
    }

    @Override
    public void cancel() {
        settle(State.CANCELLED, CallOutcome.CANCELLED, null);
        cancelUpstream();
    }

    private void cancelUpstream() {
        Subscription source = upstream;
        if (source != null) {
            source.cancel();
        }
    }

    private boolean settle(State next, CallOutcome outcome, @Nullable Throwable error) {
        boolean won = STATE.compareAndSet(this, State.WAITING, next);
        if (won && listener != null) {
            listener.accept(CallEnd.beforeHead(outcome, error));
        }
        return won;
    }

    /** Separate from the subscriber, so that a retained head does not retain the subscriber. Never throws. */
    private static final class OnceListener extends AtomicBoolean implements Consumer<CallEnd> {

        private static final long serialVersionUID = 1L;

        private final transient Consumer<? super CallEnd> listener;

        OnceListener(Consumer<? super CallEnd> listener) {
            this.listener = listener;
        }

        @Override
        public void accept(CallEnd end) {
            if (compareAndSet(false, true)) {
                CallerCode.run("A listener of a call's end", () -> listener.accept(end));
            }
        }
    }
}
