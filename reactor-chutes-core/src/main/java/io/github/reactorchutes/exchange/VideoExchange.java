package io.github.reactorchutes.exchange;

import reactor.core.publisher.Mono;

/**
 * Sends a call and returns its head and body: the transport, or the transport behind filters.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface VideoExchange {

    /**
     * Send a call on subscription. Each subscription is one attempt.
     *
     * @param call the call
     * @return the response, once its head has arrived
     */
    Mono<VideoResponse> exchange(ChutesCall call);

    /**
     * Wrap this exchange with a filter. The filter sees one signal of each exchange, a head, an error or an empty
     * completion. Further heads are released.
     *
     * @param filter the filter
     * @return the filtered exchange
     */
    default VideoExchange filteredBy(VideoExchangeFilter filter) {
        VideoExchange next = call -> SingleMono.of(this, call);
        return call -> filter.filter(call, next);
    }
}
