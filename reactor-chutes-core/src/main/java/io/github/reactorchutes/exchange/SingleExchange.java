package io.github.reactorchutes.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Holds an exchange to one signal: a head, an error, or an empty end. A filter can return any publisher; of one that
 * emits a second head, or a head after the end or the cancel, the head is released, and what else comes late is dropped.
 * Not part of the API.
 *
 * @since 0.1.0
 */
public final class SingleExchange {

    private SingleExchange() {}

    /**
     * Pass a call on, at each subscription.
     *
     * @param next the exchange
     * @param call the call
     * @return the response
     */
    public static Mono<VideoResponse> of(VideoExchange next, VideoCall call) {
        return new SingleMono(() -> next.exchange(call), null);
    }

    /**
     * Pass a call on, at each subscription, and listen to its end as {@link CallEnd#listen} does.
     *
     * @param next the exchange
     * @param call the call
     * @param listener receives the end, once
     * @return the response
     */
    public static Mono<VideoResponse> of(VideoExchange next, VideoCall call, Consumer<? super CallEnd> listener) {
        return new SingleMono(() -> next.exchange(call), listener);
    }

    /** Pass a call on at once; what is held to one signal already is returned as it is. */
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
