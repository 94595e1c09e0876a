package io.github.reactorchutes.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Subscribes to an exchange and holds it to one signal: a head, an error, or an empty end. A filter can return any
 * publisher; of one that emits a second head, or a head after the end or the cancel, the head is released, and what else
 * comes late is dropped. Not part of the API.
 *
 * @since 0.1.0
 */
public final class SingleExchange extends Mono<VideoResponse> {

    private final Supplier<? extends @Nullable Mono<VideoResponse>> exchange;

    private final @Nullable Consumer<? super CallEnd> listener;

    SingleExchange(
            Supplier<? extends @Nullable Mono<VideoResponse>> exchange, @Nullable Consumer<? super CallEnd> listener) {
        this.exchange = exchange;
        this.listener = listener;
    }

    /**
     * Pass a call on, at subscription.
     *
     * @param next the exchange
     * @param call the call
     * @return the response
     */
    public static Mono<VideoResponse> of(VideoExchange next, VideoCall call) {
        return new SingleExchange(() -> next.exchange(call), null);
    }

    /**
     * Pass a call on, at subscription, and listen to its end as {@link CallEnd#listen} does.
     *
     * @param next the exchange
     * @param call the call
     * @param listener receives the end, once
     * @return the response
     */
    public static Mono<VideoResponse> of(VideoExchange next, VideoCall call, Consumer<? super CallEnd> listener) {
        return new SingleExchange(() -> next.exchange(call), listener);
    }

    /**
     * What is thrown out of a subscription has been signalled, and what the call held has been given back, before it
     * goes on if it is fatal.
     */
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
