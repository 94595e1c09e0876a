package io.github.reactorchutes.exchange;

import java.util.Objects;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * Limits an exchange to one signal: a head, an error or an empty completion. A filter can return any publisher. A
 * second head, or a head after the end or a cancel, is released. Other late signals are dropped.
 */
abstract class SingleMono extends Mono<VideoResponse> {

    private static final String NO_MONO = "a filter returned null instead of a Mono";

    /** Call the exchange immediately; return its result unchanged if it is already limited. */
    static Mono<VideoResponse> of(VideoExchange next, ChutesCall call) {
        Mono<VideoResponse> exchange;
        try {
            exchange = Objects.requireNonNull(next.exchange(call), NO_MONO);
        } catch (Throwable failure) {
            return Passage.of(context -> rethrow(failure));
        }
        return exchange instanceof SingleMono ? exchange : new LimitedMono(exchange, null);
    }

    private static Passage rethrow(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return Passage.through(Mono.error(failure));
    }

    /** Return the exchange for one subscriber. */
    abstract Mono<VideoResponse> exchange(SingleHead head);

    /** Signal an exception of the subscription and release the call's resources before rethrowing it. */
    @Override
    public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
        SingleHead head = new SingleHead(actual);
        try {
            Objects.requireNonNull(exchange(head), NO_MONO).subscribe(head);
        } catch (Throwable failure) {
            head.fail(failure);
        }
    }
}
