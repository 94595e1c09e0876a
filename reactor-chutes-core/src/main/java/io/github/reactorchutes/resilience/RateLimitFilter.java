package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Limits the rate of attempts with a Resilience4j {@link RateLimiter}. Each attempt takes a permit. It waits for the
 * permit in a bounded, fair queue without occupying a thread, at most for the limiter's {@code timeoutDuration}. The
 * permit of a caller that has left goes to the next one, and so does that of an attempt that did not reach the platform.
 *
 * <p><b>Errors.</b> {@link ChutesCallRejectedException} with {@link Limit#RATE} when the queue is full or the wait
 * takes too long.
 *
 * @since 0.1.0
 */
public final class RateLimitFilter implements VideoExchangeFilter {

    /** The platform's default limit: requests per minute and account. */
    private static final int PLATFORM_LIMIT = 60;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration DEFAULT_WAIT = Duration.ofMinutes(10);

    private final Pace pace;

    private RateLimitFilter(Pace pace) {
        this.pace = pace;
    }

    /**
     * Limit all calls together to the platform's default of 60 requests per minute, with waits of up to 10 minutes, and
     * adopt the limit that the server states.
     *
     * @return the filter
     */
    public static RateLimitFilter perAccount() {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(PLATFORM_LIMIT)
                .limitRefreshPeriod(MINUTE)
                .timeoutDuration(DEFAULT_WAIT)
                .build();
        return of(RateLimiter.of("chutes", config)).followServer();
    }

    /**
     * Limit all calls together.
     *
     * @param limiter the limiter, which may be shared
     * @return the filter
     */
    public static RateLimitFilter of(RateLimiter limiter) {
        return perEndpoint(endpoint -> limiter);
    }

    /**
     * Limit the calls of each endpoint separately.
     *
     * @param limiters returns the limiter of an endpoint, always the same one for an endpoint
     * @return the filter
     */
    public static RateLimitFilter perEndpoint(Function<Endpoint, RateLimiter> limiters) {
        return new RateLimitFilter(new LimiterPace(limiters, false));
    }

    /**
     * Limit the attempts of an account in all processes that share its limits. Attempts of this process wait in its own
     * queue, of which the first one asks. What the platform answers to an attempt holds for all processes: a 429 of the
     * edge slows all of them.
     *
     * @param limits the limits of the account
     * @param maxWait the maximum wait of an attempt; positive, at most 365 days
     * @return the filter
     */
    public static RateLimitFilter of(AccountLimits limits, Duration maxWait) {
        return new RateLimitFilter(new AccountPace(limits, Durations.positive("maxWait", maxWait)));
    }

    /**
     * Return a filter that adopts the requests per minute that a successful response states ({@code X-Chutes-RL-User}),
     * if the limiter's period is one minute. A limit that is infinite, below one or not a number is ignored.
     * Limits of an {@link AccountLimits account} decide that themselves.
     *
     * @return the changed filter
     */
    public RateLimitFilter followServer() {
        return new RateLimitFilter(pace.followServer());
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Passage.of(context -> pace.begin(call, next));
    }

    /** {@return the number of attempts waiting for a permit} */
    public int waitingCalls() {
        return pace.waiting();
    }
}
