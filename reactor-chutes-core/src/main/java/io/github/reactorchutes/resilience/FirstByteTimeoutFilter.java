package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Limits the wait for the first byte to the time that a generation of its size should take, for callers that prefer an
 * early failure to the platform's own limit. <b>A generation that times out is probably billed.</b> The recommended
 * filters therefore do not include this one.
 *
 * <p>The size is counted in units of one frame, one step and one megapixel; text to video with the platform's defaults
 * (81 frames, 25 steps, 832 by 480) has about 809. The fast endpoint has no steps and counts as one step. Requests to
 * other chutes are not limited.
 *
 * @since 0.1.0
 */
public final class FirstByteTimeoutFilter implements VideoExchangeFilter {

    /** The platform's edge responds before this time. */
    private static final Duration LONGEST = Duration.ofSeconds(650);

    private final Duration base;

    private final Duration perUnit;

    private FirstByteTimeoutFilter(Duration base, Duration perUnit) {
        this.base = base;
        this.perUnit = perUnit;
    }

    /**
     * Set the timeout of each call to {@code base + units * perUnit}, at most 650 seconds.
     *
     * @param base the time for every generation, including the wait for a free instance; positive
     * @param perUnit the time per unit: one step of one frame of one megapixel; positive
     * @return the filter
     */
    public static FirstByteTimeoutFilter estimated(Duration base, Duration perUnit) {
        return new FirstByteTimeoutFilter(Durations.positive("base", base), Durations.positive("perUnit", perUnit));
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        double units = GenerationSize.units(call.request());
        return next.exchange(units == 0 ? call : call.withFirstByteTimeout(estimate(units)));
    }

    private Duration estimate(double units) {
        double nanos = base.toNanos() + units * perUnit.toNanos();
        return Duration.ofNanos((long) Math.min(nanos, (double) LONGEST.toNanos()));
    }
}
