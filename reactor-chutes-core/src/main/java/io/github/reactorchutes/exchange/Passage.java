package io.github.reactorchutes.exchange;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * The way of one call through a filter, from the subscription to the end of the body. Not part of the API: the library's
 * own filters use it, so that one subscriber per filter does what else takes an operator for each of these methods.
 *
 * @since 0.1.0
 */
public interface Passage extends Consumer<CallEnd> {

    /**
     * Return a call that begins a passage with each subscription.
     *
     * @param begin begins it, with the Reactor Context of the subscriber
     * @return the call
     */
    static Mono<VideoResponse> of(Function<? super Context, ? extends Passage> begin) {
        return new PassageMono(begin);
    }

    /**
     * Return a passage that does nothing.
     *
     * @param exchange the exchange behind the filter
     * @return the passage
     */
    static Passage through(Mono<VideoResponse> exchange) {
        return () -> exchange;
    }

    /** {@return the exchange behind the filter, to which the passage subscribes} */
    Mono<VideoResponse> exchange();

    /**
     * Return the Reactor Context for the exchange behind the filter.
     *
     * @param outer the subscriber's
     * @return the same, or another one
     */
    default Context context(Context outer) {
        return outer;
    }

    /**
     * Handle the head, before its subscriber.
     *
     * @param head the head
     */
    default void headArrived(VideoResponse head) {}

    /**
     * Handle the end of the call, with or without a head. Called once.
     *
     * @param end how it ended
     */
    default void ended(CallEnd end) {}

    @Override
    default void accept(CallEnd end) {
        ended(Objects.requireNonNull(end));
    }
}
