package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.VideoCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

/** Measures how long a limit lets calls wait: from asking it until it passes the call on. */
final class LimitWaitFilter implements VideoExchangeFilter {

    private final VideoExchangeFilter limit;

    private final String name;

    private final ObservationRegistry registry;

    private LimitWaitFilter(VideoExchangeFilter limit, String name, ObservationRegistry registry) {
        this.limit = limit;
        this.name = name;
        this.registry = registry;
    }

    /** Return a filter whose waits are measured, if it is one that lets calls wait. */
    static VideoExchangeFilter around(VideoExchangeFilter filter, ObservationRegistry registry) {
        if (filter instanceof ConcurrencyLimitFilter) {
            return new LimitWaitFilter(filter, "concurrency", registry);
        }
        return filter instanceof RateLimitFilter ? new LimitWaitFilter(filter, "rate", registry) : filter;
    }

    @Override
    public Mono<VideoResponse> filter(VideoCall call, VideoExchange next) {
        return registry.isNoop()
                ? limit.filter(call, next)
                : Mono.deferContextual(context -> {
                    ObservedCall observed = context.getOrDefault(ObservedCall.class, null);
                    return observed == null ? limit.filter(call, next) : measured(call, next, observed);
                });
    }

    private Mono<VideoResponse> measured(VideoCall call, VideoExchange next, ObservedCall observed) {
        PermitWait wait = new PermitWait(name);
        observed.waitFor(wait);
        return limit.filter(call, admitted -> {
            observed.admitted(wait);
            return next.exchange(admitted);
        });
    }

    @Override
    public int maxConcurrentCalls() {
        return limit.maxConcurrentCalls();
    }
}
