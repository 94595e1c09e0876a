package io.github.reactorchutes.observation;

import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxOperator;
import reactor.util.context.Context;

/** A body that tells when its first buffer has reached the consumer. */
final class WatchedBody extends FluxOperator<DataBuffer, DataBuffer> {

    private final ObservedCall observed;

    WatchedBody(Flux<DataBuffer> source, ObservedCall observed) {
        super(source);
        this.observed = observed;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        source.subscribe(new Watching(actual, observed));
    }

    private static final class Watching implements CoreSubscriber<DataBuffer> {

        private final CoreSubscriber<? super DataBuffer> actual;

        private final ObservedCall observed;

        private boolean begun;

        Watching(CoreSubscriber<? super DataBuffer> actual, ObservedCall observed) {
            this.actual = actual;
            this.observed = observed;
        }

        @Override
        public Context currentContext() {
            return actual.currentContext();
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(DataBuffer buffer) {
            if (!begun) {
                begun = true;
                observed.firstBufferConsumed();
            }
            actual.onNext(buffer);
        }

        @Override
        public void onError(Throwable error) {
            actual.onError(error);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }
    }
}
