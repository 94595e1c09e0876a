package io.github.reactorchutes.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Limits an exchange to one signal: a head, an error, or an empty completion. A filter can return any publisher. A
 * second head, or one after the end or the cancel, is released, and other late signals are dropped. Not part of the
 * API.
 *
 * @since 0.1.0
 */
public final class SingleExchange {

    private SingleExchange() {}

    /**
     * Send a call on each subscription.
     *
     * @param next the exchange
     * @param call the call
     * @return the response
     */
    public static Mono<VideoResponse> of(VideoExchange next, VideoCall call) {
        return new SingleMono(() -> next.exchange(call), null);
    }

    /**
     * Send a call on each subscription, and listen to its end like {@link CallEnd#listen}.
     *
     * @param next the exchange
     * @param call the call
     * @param listener receives the end, once
     * @return the response
     */
    public static Mono<VideoResponse> of(VideoExchange next, VideoCall call, Consumer<? super CallEnd> listener) {
        return new SingleMono(() -> next.exchange(call), listener);
    }

    /** Send a call immediately; return an exchange that is already limited to one signal unchanged. */
    static Mono<VideoResponse> assembled(VideoExchange next, VideoCall call) {
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
}
