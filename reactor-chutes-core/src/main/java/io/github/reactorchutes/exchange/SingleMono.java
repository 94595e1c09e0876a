package io.github.reactorchutes.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Limits an exchange to one signal: a head, an error or an empty completion. A filter can return any publisher. A
 * second head, or a head after the end or a cancel, is released. Other late signals are dropped.
 */
final class SingleMono extends Mono<VideoResponse> {

    private final Supplier<? extends @Nullable Mono<VideoResponse>> exchange;

    private final @Nullable Consumer<? super CallEnd> listener;

    SingleMono(
            Supplier<? extends @Nullable Mono<VideoResponse>> exchange, @Nullable Consumer<? super CallEnd> listener) {
        this.exchange = exchange;
        this.listener = listener;
    }

    /** Call the exchange immediately; return its result unchanged if it is already limited. */
    static Mono<VideoResponse> of(VideoExchange next, ChutesCall call) {
        Mono<VideoResponse> exchange;
        try {
            exchange = Objects.requireNonNull(next.exchange(call), "a filter returned null instead of a Mono");
        } catch (Throwable failure) {
            return new SingleMono(() -> rethrow(failure), null);
        }
        return exchange instanceof SingleMono ? exchange : new SingleMono(() -> exchange, null);
    }

    private static @Nullable Mono<VideoResponse> rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return Mono.error(failure);
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
