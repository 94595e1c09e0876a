package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import reactor.core.publisher.Mono;

/** Records whether the latest attempt may have cost something. Must be the innermost filter. */
final class Spending implements VideoExchangeFilter {

    private volatile Billed billed = Billed.NO;

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            billed = Billed.MAYBE;
            return next.exchange(call)
                    .doOnNext(head -> billed = Billed.LIKELY)
                    .doOnError(error -> billed = Failure.of(error).billed());
        });
    }

    Billed billed() {
        return billed;
    }
}
