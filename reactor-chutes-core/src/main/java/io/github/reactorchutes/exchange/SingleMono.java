package io.github.reactorchutes.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** Subscribes to an exchange with a {@link SingleHead}. */
final class SingleMono extends Mono<VideoResponse> {

    private final Supplier<? extends @Nullable Mono<VideoResponse>> exchange;

    private final @Nullable Consumer<? super CallEnd> listener;

    SingleMono(
            Supplier<? extends @Nullable Mono<VideoResponse>> exchange, @Nullable Consumer<? super CallEnd> listener) {
        this.exchange = exchange;
        this.listener = listener;
    }

    /** Signal an exception of the subscription and release the call's resources before rethrowing it. */
    @Override
    public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
        SingleHead head = new SingleHead(actual, listener);
        try {
            Objects.requireNonNull(exchange.get(), "a filter returned null instead of a Mono")
                    .subscribe(head);
        } catch (Throwable failure) {
            head.fail(failure);
        }
    }
}
