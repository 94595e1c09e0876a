package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.VideoResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * A head that is emitted once and then forgotten. {@code Mono.just} would hold it as long as its connection lives, and so
 * hide that nobody else does; see {@link Abandonment}.
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
