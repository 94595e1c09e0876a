package io.github.reactorchutes.exchange;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/** Joins the two layers of a call: until the head it watches the {@code Mono}, from then on the response. */
final class ListenedExchange extends MonoOperator<VideoResponse, VideoResponse> {

    private static final Logger logger = LoggerFactory.getLogger(ListenedExchange.class);

    private final Consumer<? super CallEnd> listener;

    ListenedExchange(Mono<VideoResponse> source, Consumer<? super CallEnd> listener) {
        super(source);
        this.listener = listener;
    }

    @Override
    public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
        source.subscribe(new Listening(actual, listener));
    }

    /** {@code settled} is won once: by the head, which hands the duty to the response, or by what ended the call. */
    private static final class Listening implements CoreSubscriber<VideoResponse>, Subscription {

        private final CoreSubscriber<? super VideoResponse> actual;

        private final Consumer<? super CallEnd> listener;

        private final AtomicBoolean settled = new AtomicBoolean();

        private @Nullable Subscription upstream;

        private boolean delivered;

        Listening(CoreSubscriber<? super VideoResponse> actual, Consumer<? super CallEnd> listener) {
            this.actual = actual;
            this.listener = listener;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
        }

        @Override
        public void onNext(VideoResponse response) {
            if (settled.compareAndSet(false, true)) {
                delivered = true;
                response.onEnd(listener);
                actual.onNext(response);
            } else {
                response.release();
            }
        }

        @Override
        public void onError(Throwable error) {
            settle(CallOutcome.FAILED, error);
            actual.onError(error);
        }

        /** What follows a head that a cancel has overtaken is not passed on: it would say that there is no video. */
        @Override
        public void onComplete() {
            if (delivered || settle(CallOutcome.CANCELLED, null)) {
                actual.onComplete();
            }
        }

        @Override
        public void request(long n) {
            upstream().request(n);
        }

        @Override
        public void cancel() {
            settle(CallOutcome.CANCELLED, null);
            upstream().cancel();
        }

        private boolean settle(CallOutcome outcome, @Nullable Throwable error) {
            boolean won = settled.compareAndSet(false, true);
            if (won) {
                tell(CallEnd.beforeHead(outcome, error));
            }
            return won;
        }

        private void tell(CallEnd end) {
            try {
                listener.accept(end);
            } catch (RuntimeException broken) {
                logger.warn("A listener of a call's end failed; the call is not affected", broken);
            }
        }

        private Subscription upstream() {
            if (upstream == null) {
                throw new IllegalStateException("not subscribed");
            }
            return upstream;
        }
    }
}
