package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import reactor.core.publisher.Mono;

/** Decides when an attempt may be sent. */
interface Pace {

    /** Send the attempt when it has its permit. Called on subscription. */
    Mono<VideoResponse> exchange(ChutesCall call, VideoExchange next);

    /** Return this pace, following the limit that the server states. */
    Pace followServer();

    /** Return how many attempts wait. */
    int waiting();
}
