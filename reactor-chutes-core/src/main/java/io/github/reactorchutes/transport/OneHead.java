package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.VideoResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Emits a head once and then clears it. {@code Mono.just} would retain it for the life of the connection, which would
 * hide that no other object does; see {@link Abandonment}.
 */
final class OneHead extends Mono<VideoResponse> {

    private final AtomicReference<@Nullable VideoResponse> head;

    OneHead(VideoResponse head) {
        this.head = new AtomicReference<>(head);
    }

    @Override
    public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
        actual.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                VideoResponse response = Operators.validate(n) ? head.getAndSet(null) : null;
                if (response != null) {
                    actual.onNext(response);
                    actual.onComplete();
                }
            }

            @Override
            public void cancel() {
                head.set(null);
            }
        });
    }
}
