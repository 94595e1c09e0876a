package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;

/** Decides when an attempt may be sent. */
interface Pace {

    /** Begin an attempt, which is sent when it has its permit. Called on subscription. */
    Passage begin(ChutesCall call, VideoExchange next);

    /** Return this pace, following the limit that the server states. */
    Pace followServer();

    /** Return how many attempts wait. */
    int waiting();
}
