package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Shortens the wait for the first byte to what a generation of its size should take, for callers who would rather give
 * up early than wait for the platform's own limit. <b>A generation that is given up is likely billed</b>, so no client
 * has this filter unless it is added.
 *
 * <p>The size is counted in units of one frame, one step and one megapixel; a text to video with the platform's defaults
 * (81 frames, 25 steps, 832 by 480) has about 809. The fast endpoint, which has no steps, counts as one step. Requests
 * to other chutes are left alone.
 *
 * @since 0.1.0
 */
public final class FirstByteTimeoutFilter implements VideoExchangeFilter {

    /** Past this the platform's edge has answered by itself. */
    private static final Duration LONGEST = Duration.ofSeconds(650);

    private final Duration base;

    private final Duration perUnit;

    private FirstByteTimeoutFilter(Duration base, Duration perUnit) {
        this.base = base;
        this.perUnit = perUnit;
    }

    /**
     * Estimate the time-out of each call as {@code base + units * perUnit}, at most 650 seconds.
     *
     * @param base what every generation may take, waiting for a free instance included; positive
     * @param perUnit what a frame of a megapixel may take in a step; positive
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
