package io.github.reactorchutes.exchange;

import reactor.core.publisher.Mono;

/**
 * Wraps every call; the main extension point. A filter may change the call, delay it, repeat it, reject it, or decorate
 * its response.
 *
 * <pre>{@code
 * VideoExchangeFilter tracing = (call, next) -> next.exchange(call.withHeader("X-Request-Id", newId()));
 * }</pre>
 *
 * <p><b>Repeating.</b> A call whose request is not {@link io.github.reactorchutes.request.VideoRequest#isReplayable()
 * replayable} must not be repeated once any of it was sent.
 *
 * <p><b>Ownership.</b> A filter that keeps a response from its caller must {@link VideoResponse#release() release} it.
 * A filter that holds a resource for the duration of a call releases it in {@link VideoResponse#doOnEnd}: the call ends
 * with its body, not with the {@code Mono}.
 *
 * <p><b>Errors.</b> A call fails with the error that its filter throws or signals. Only the first signal of a filter's
 * publisher counts: a head, an error or an empty completion. A second head is released, and an error after the head is
 * dropped.
 *
 * <p><b>Threading.</b> A filter is called once per call, possibly from many threads. It must not block, and must do its
 * work on subscription, not on assembly.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface VideoExchangeFilter {

    /**
     * Handle a call, usually by passing it to the next exchange.
     *
     * @param call the call
     * @param next the rest of the chain
     * @return the response
     */
    Mono<VideoResponse> filter(ChutesCall call, VideoExchange next);

    /**
     * Return how many concurrent calls this filter allows. Building a client fails if a filter allows more than the
     * connection pool holds, because calls would then wait twice.
     *
     * @return the limit, or {@link Integer#MAX_VALUE} if the filter has none
     */
    default int maxConcurrentCalls() {
        return Integer.MAX_VALUE;
    }

    /**
     * Return the required position of this filter, which does not depend on when it is added. Filters with the same
     * position keep the order in which they were added.
     *
     * @return the position; {@link Position#AS_ADDED} unless overridden
     */
    default Position position() {
        return Position.AS_ADDED;
    }

    /**
     * The position of a filter in the chain of a client.
     *
     * @since 0.1.0
     */
    enum Position {
        /** Outside all others, so that it sees the whole call. */
        OUTERMOST,
        /** Between the other two positions, in the order of the builder calls. */
        AS_ADDED,
        /** Inside all others, so that it sees each attempt as it is sent. */
        INNERMOST
    }
}
