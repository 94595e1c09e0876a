package io.github.reactorchutes.exchange;

import reactor.core.publisher.Mono;

/**
 * Sends a call and answers with its head and body: the transport, or the transport behind some filters.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface VideoExchange {

    /**
     * Send a call. Nothing happens before the {@code Mono} is subscribed to; each subscription is one attempt.
     *
     * @param call what to send
     * @return the response, once its head arrived
     */
    Mono<VideoResponse> exchange(VideoCall call);

    /**
     * Put a filter around this exchange. The filter sees one signal of each exchange, a head, an error or an empty end:
     * further heads are released.
     *
     * @param filter the filter
     * @return the filtered exchange
     */
    default VideoExchange filteredBy(VideoExchangeFilter filter) {
        VideoExchange next = call -> SingleExchange.assembled(this, call);
        return call -> filter.filter(call, next);
    }
}
