package io.github.reactorchutes.request;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;

/** Emits bytes to the first subscriber, and an error to any other. */
final class OnceBytes extends Flux<DataBuffer> {

    /** {@code null} after the first subscription or the release. */
    private final AtomicReference<@Nullable Flux<DataBuffer>> source;

    OnceBytes(Flux<DataBuffer> source) {
        this.source = new AtomicReference<>(source);
    }

    static OnceBytes of(DataBuffer buffer) {
        return new OnceBytes(new Held(buffer));
    }

    boolean isUsed() {
        return source.get() == null;
    }

    /** Release the bytes unless a subscriber has them. */
    void release() {
        if (source.getAndSet(null) instanceof Held held) {
            held.cancel();
        }
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        Flux<DataBuffer> bytes = source.getAndSet(null);
        if (bytes == null) {
            Operators.error(actual, used());
        } else {
            bytes.subscribe(actual);
        }
    }

    static IllegalStateException used() {
        return new IllegalStateException("the image can only be read once and was already used:"
                + " create an Image.once or Image.buffer for each call");
    }

    /** Emits one buffer to one subscriber, or releases it. */
    private static final class Held extends Flux<DataBuffer> implements Subscription {

        private final AtomicReference<@Nullable DataBuffer> buffer;

        private @Nullable CoreSubscriber<? super DataBuffer> actual;

        Held(DataBuffer buffer) {
            this.buffer = new AtomicReference<>(buffer);
        }

        @Override
        public void subscribe(CoreSubscriber<? super DataBuffer> subscriber) {
            actual = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            CoreSubscriber<? super DataBuffer> subscriber = actual;
            DataBuffer held = Operators.validate(n) && subscriber != null ? buffer.getAndSet(null) : null;
            if (held != null && subscriber != null) {
                subscriber.onNext(held);
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            DataBufferUtils.release(buffer.getAndSet(null));
        }
    }
}
