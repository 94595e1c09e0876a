package io.github.reactorchutes.examples.gateway;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;

/**
 * Aborts a body when its visitor is too slow. A buffer that arrives meanwhile is released; {@code takeUntilOther} would
 * leak it.
 */
final class PacedBody extends FluxOperator<DataBuffer, DataBuffer> {

    private final Pace pace;

    private final Duration interval;

    private PacedBody(Flux<DataBuffer> body, Pace pace, Duration interval) {
        super(body);
        this.pace = pace;
        this.interval = interval;
    }

    static Flux<DataBuffer> of(Flux<DataBuffer> body, Pace pace, Duration interval) {
        return new PacedBody(body, pace, interval);
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> visitor) {
        source.subscribe(new Watch(visitor, pace, interval));
    }

    private static final class Watch implements CoreSubscriber<DataBuffer>, Subscription {

        private static final int ENDED = Integer.MIN_VALUE;

        private final CoreSubscriber<? super DataBuffer> target;

        private final Pace pace;

        private final Duration interval;

        private final Disposable.Swap alarm = Disposables.swap();

        /** The number of buffers being delivered, or a marker that no more will follow. */
        private final AtomicInteger state = new AtomicInteger();

        private volatile @Nullable Subscription body;

        Watch(CoreSubscriber<? super DataBuffer> target, Pace pace, Duration interval) {
            this.target = target;
            this.pace = pace;
            this.interval = interval;
        }

        @Override
        public Context currentContext() {
            return target.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            body = subscription;
            target.onSubscribe(this);
            if (state.get() != ENDED) {
                alarm.update(Schedulers.parallel()
                        .schedulePeriodically(
                                this::check, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS));
            }
        }

        @Override
        public void onNext(DataBuffer buffer) {
            if (state.getAndUpdate(now -> now == ENDED ? ENDED : now + 1) == ENDED) {
                DataBufferUtils.release(buffer);
                return;
            }
            target.onNext(buffer);
            state.getAndUpdate(now -> now == ENDED ? ENDED : now - 1);
        }

        /** During the delivery of a buffer, the next check decides. */
        private void check() {
            if (pace.isTooSlow() && state.compareAndSet(0, ENDED)) {
                stop();
                target.onError(Problems.tooSlow());
            }
        }

        @Override
        public void onError(Throwable error) {
            if (end()) {
                target.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (end()) {
                target.onComplete();
            }
        }

        private boolean end() {
            alarm.dispose();
            return state.getAndSet(ENDED) != ENDED;
        }

        @Override
        public void request(long more) {
            Subscription upstream = body;
            if (upstream != null) {
                upstream.request(more);
            }
        }

        @Override
        public void cancel() {
            state.set(ENDED);
            stop();
        }

        private void stop() {
            alarm.dispose();
            Subscription upstream = body;
            if (upstream != null) {
                upstream.cancel();
            }
        }
    }
}
