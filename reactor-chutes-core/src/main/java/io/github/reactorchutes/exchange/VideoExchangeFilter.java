package io.github.reactorchutes.exchange;

import reactor.core.publisher.Mono;

/**
 * The one extension seam: wraps every call. A filter may change the call, delay it, repeat it, refuse it, or decorate
 * its response.
 *
 * <pre>{@code
 * VideoExchangeFilter tracing = (call, next) -> next.exchange(call.withHeader("X-Request-Id", newId()));
 * }</pre>
 *
 * <p><b>Repeating.</b> A call whose request is not {@link io.github.reactorchutes.request.VideoRequest#isReplayable()
 * replayable} must not be repeated, unless nothing of it was sent.
 *
 * <p><b>Ownership.</b> A filter that keeps a response from its caller must {@link VideoResponse#release() release} it.
 * A filter that holds something for the length of a call gives it back in {@link CallEnd#listen}: the call ends with
 * its body, not with the {@code Mono}.
 *
 * <p><b>Errors.</b> A call fails with what its filter throws or signals. The publisher of a filter is held to one signal: a
 * head, an error or an empty end. A second head is released, and an error after the head is dropped.
 *
 * <p><b>Threading.</b> A filter is called once for every call and possibly from many threads; it must not block, and
 * must do its work on subscription, not on assembly.
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
    Mono<VideoResponse> filter(VideoCall call, VideoExchange next);

    /**
     * Return how many calls this filter lets through at the same time. A client refuses to be built with a filter that
     * lets through more than its connection pool holds, because calls would then wait twice.
     *
     * @return the limit, or {@link Integer#MAX_VALUE} if the filter has none
     */
    default int maxConcurrentCalls() {
        return Integer.MAX_VALUE;
    }
}
