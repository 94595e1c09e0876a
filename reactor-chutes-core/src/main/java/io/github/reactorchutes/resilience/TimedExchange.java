package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.util.context.Context;

/**
 * Cancels a call whose head does not arrive in time. Reactor's {@code timeout} drops a head that loses the race, and
 * leaks it.
 */
final class TimedExchange extends MonoOperator<VideoResponse, VideoResponse> {

    private final Duration limit;

    private final Function<String, ? extends Throwable> expiry;

    TimedExchange(Mono<VideoResponse> source, Duration limit, Function<String, ? extends Throwable> expiry) {
        super(source);
        this.limit = limit;
        this.expiry = expiry;
    }

    @Override
    public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
        source.subscribe(new Timed(actual, this));
    }

    /** {@code settled} is set once, by the head, the error, the timeout or the cancel. */
    private static final class Timed implements CoreSubscriber<VideoResponse>, Subscription {

        private final CoreSubscriber<? super VideoResponse> actual;

        private final TimedExchange exchange;

        private final AtomicBoolean settled = new AtomicBoolean();

        private final Disposable.Swap timer = Disposables.swap();

        private @Nullable Subscription upstream;

        Timed(CoreSubscriber<? super VideoResponse> actual, TimedExchange exchange) {
            this.actual = actual;
            this.exchange = exchange;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(this);
            if (!settled.get()) {
                startTimer();
            }
        }

        private void startTimer() {
            Disposable started = Timers.schedule(() -> expire("passed"), exchange.limit.toNanos());
            if (started == null) {
                expire("cannot be enforced, because Reactor's parallel scheduler is shut down,");
            } else {
                timer.update(started);
            }
        }

        @Override
        public void onNext(VideoResponse response) {
            if (settle()) {
                actual.onNext(response);
                actual.onComplete();
            } else {
                response.release();
            }
        }

        @Override
        public void onError(Throwable error) {
            if (settle()) {
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (settle()) {
                actual.onComplete();
            }
        }

        /** Cancel first, so that the phase of the call is final when the error is created. */
        private void expire(String problem) {
            if (settle()) {
                upstream().cancel();
                actual.onError(exchange.expiry.apply(problem));
            }
        }

        @Override
        public void request(long n) {
            upstream().request(n);
        }

        @Override
        public void cancel() {
            settle();
            upstream().cancel();
        }

        private boolean settle() {
            boolean won = settled.compareAndSet(false, true);
            if (won) {
                timer.dispose();
            }
            return won;
        }

        private Subscription upstream() {
            return Objects.requireNonNull(upstream, "not subscribed");
        }
    }
}
