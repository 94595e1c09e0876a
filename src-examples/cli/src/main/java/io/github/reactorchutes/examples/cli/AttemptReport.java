package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import reactor.core.publisher.Mono;

/** Reports each failed attempt that will be retried. Must be inside the retry filter, to see every attempt. */
final class AttemptReport implements VideoExchangeFilter {

    private final Progress progress;

    private final int maxAttempts;

    AttemptReport(Progress progress, int maxAttempts) {
        this.progress = progress;
        this.maxAttempts = maxAttempts;
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return next.exchange(call).doOnError(ChutesException.class, error -> report(call.attempt(), error));
    }

    private void report(int attempt, ChutesException error) {
        boolean again = error.isRetryable() && attempt < maxAttempts;
        progress.note("attempt " + attempt + " of " + maxAttempts + " failed: " + error.getMessage()
                + (again ? "; trying again" : ""));
    }
}
