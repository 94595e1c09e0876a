package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The attempts of one subscription: subscribes to one after the other until one has a head or the error is final. Most
 * calls need only one, for which Reactor's {@code retryWhen} allocates a kilobyte.
 */
final class RetriedCall extends Mono<VideoResponse> implements Passage {

    private final ChutesCall call;

    private final VideoExchange next;

    private final RetryFilter rules;

    private final long startedNanos = System.nanoTime();

    RetriedCall(ChutesCall call, VideoExchange next, RetryFilter rules) {
        this.call = call;
        this.next = next;
        this.rules = rules;
    }

    @Override
    public Mono<VideoResponse> exchange() {
        return this;
    }

    @Override
    public void headArrived(VideoResponse head) {
        rules.budget().earn();
    }

    @Override
    public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
        Attempts attempts = new Attempts(actual, this);
        actual.onSubscribe(attempts);
        attempts.begin(call);
    }

    private static final class Attempts implements CoreSubscriber<VideoResponse>, Subscription {

        private static final AtomicReferenceFieldUpdater<Attempts, @Nullable Subscription> CURRENT =
                AtomicReferenceFieldUpdater.newUpdater(Attempts.class, Subscription.class, "current");

        private final CoreSubscriber<? super VideoResponse> actual;

        private final RetriedCall whole;

        /** The attempt or the wait that is under way, or Reactor's mark of a cancel. */
        private volatile @Nullable Subscription current;

        private volatile boolean requested;

        /** {@code null} before the first failure. */
        private @Nullable RetryRun run;

        Attempts(CoreSubscriber<? super VideoResponse> actual, RetriedCall whole) {
            this.actual = actual;
            this.whole = whole;
        }

        void begin(ChutesCall attempt) {
            if (current == Operators.cancelledSubscription()) {
                return;
            }
            Mono<VideoResponse> exchange;
            try {
                exchange = whole.next.exchange(attempt);
            } catch (Throwable thrown) {
                Exceptions.throwIfFatal(thrown);
                onError(thrown);
                return;
            }
            exchange.subscribe(this);
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription attempt) {
            if (Operators.replace(CURRENT, this, attempt) && requested) {
                attempt.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(VideoResponse head) {
            actual.onNext(head);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }

        @Override
        public void onError(Throwable error) {
            Mono<?> wait;
            try {
                wait = run().afterFailure(error);
            } catch (Throwable broken) {
                Exceptions.throwIfFatal(broken);
                actual.onError(broken);
                return;
            }
            wait.subscribe(new Wait(this));
        }

        private RetryRun run() {
            RetryRun known = run;
            if (known == null) {
                known = new RetryRun(whole.call, whole.rules, actual.currentContext(), whole.startedNanos);
                run = known;
            }
            return known;
        }

        private void again() {
            begin(run().call());
        }

        @Override
        public void request(long n) {
            if (Operators.validate(n)) {
                requested = true;
                Subscription attempt = current;
                if (attempt != null) {
                    attempt.request(Long.MAX_VALUE);
                }
            }
        }

        @Override
        public void cancel() {
            Operators.terminate(CURRENT, this);
        }
    }

    /** The wait for the next attempt. */
    private static final class Wait implements CoreSubscriber<Object> {

        private final Attempts attempts;

        Wait(Attempts attempts) {
            this.attempts = attempts;
        }

        @Override
        public Context currentContext() {
            return attempts.currentContext();
        }

        @Override
        public void onSubscribe(Subscription wait) {
            if (Operators.replace(Attempts.CURRENT, attempts, wait)) {
                wait.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(Object over) {}

        @Override
        public void onError(Throwable last) {
            attempts.actual.onError(last);
        }

        @Override
        public void onComplete() {
            attempts.again();
        }
    }
}
