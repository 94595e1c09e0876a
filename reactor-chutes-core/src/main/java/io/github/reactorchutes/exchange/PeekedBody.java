package io.github.reactorchutes.exchange;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;

/** A body whose buffers are observed as they pass. It has no queue and never skips a buffer silently. */
final class PeekedBody extends FluxOperator<DataBuffer, DataBuffer> {

    private final Consumer<? super DataBuffer> peek;

    PeekedBody(Flux<DataBuffer> source, Consumer<? super DataBuffer> peek) {
        super(source);
        this.peek = peek;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        source.subscribe(new Peeking(actual, peek));
    }

    private static final class Peeking implements CoreSubscriber<DataBuffer> {

        private final CoreSubscriber<? super DataBuffer> actual;

        private final Consumer<? super DataBuffer> peek;

        private @Nullable Subscription upstream;

        private boolean failed;

        Peeking(CoreSubscriber<? super DataBuffer> actual, Consumer<? super DataBuffer> peek) {
            this.actual = actual;
            this.peek = peek;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            upstream = subscription;
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(DataBuffer buffer) {
            if (failed) {
                DataBufferUtils.release(buffer);
                return;
            }
            try {
                peek.accept(buffer);
            } catch (Throwable broken) {
                fail(buffer, broken);
                return;
            }
            actual.onNext(buffer);
        }

        /** Rethrow a fatal error after everything was released. */
        private void fail(DataBuffer buffer, Throwable broken) {
            failed = true;
            DataBufferUtils.release(buffer);
            if (upstream != null) {
                upstream.cancel();
            }
            actual.onError(broken);
            Exceptions.throwIfFatal(broken);
        }

        @Override
        public void onError(Throwable error) {
            if (!failed) {
                actual.onError(error);
            }
        }

        @Override
        public void onComplete() {
            if (!failed) {
                actual.onComplete();
            }
        }
    }
}
