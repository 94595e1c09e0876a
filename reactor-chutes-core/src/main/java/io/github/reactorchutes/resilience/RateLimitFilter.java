package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.request.Endpoint;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    private static final int MAX_WAITING = 10_000;

    private final Function<Endpoint, RateLimiter> limiters;

    private final boolean followServer;

    private final Map<RateLimiter, RateGate> gates = new ConcurrentHashMap<>();

    private RateLimitFilter(Function<Endpoint, RateLimiter> limiters, boolean followServer) {
        this.limiters = limiters;
        this.followServer = followServer;
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
        return new RateLimitFilter(endpoint -> limiter, false);
    }

    /**
     * Limit the calls of each endpoint separately.
     *
     * @param limiters returns the limiter of an endpoint, always the same one for an endpoint
     * @return the filter
     */
    public static RateLimitFilter perEndpoint(Function<Endpoint, RateLimiter> limiters) {
        return new RateLimitFilter(limiters, false);
    }

    /**
     * Return a filter that adopts the requests per minute that a successful response states ({@code X-Chutes-RL-User}),
     * if the limiter's period is one minute. A limit that is infinite, below one or not a number is ignored.
     *
     * @return the changed filter
     */
    public RateLimitFilter followServer() {
        return new RateLimitFilter(limiters, true);
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            RateGate gate = gates.computeIfAbsent(
                    Chosen.by(limiters, call.endpoint(), "rate limiter"),
                    limiter -> new RateGate(limiter, MAX_WAITING));
            Duration maxWait = gate.limiter().getRateLimiterConfig().getTimeoutDuration();
            call.listener().permitAwaited(call, Limit.RATE);
            return new Admission(gate, maxWait, reason -> refusal(call, gate.limiter(), reason))
                    .flatMap(permit -> admitted(call, next, gate))
                    .doOnNext(response -> follow(response, gate.limiter()));
        });
    }

    private static Mono<VideoResponse> admitted(ChutesCall call, VideoExchange next, RateGate gate) {
        int period = gate.period();
        call.listener().permitAcquired(call, Limit.RATE);
        return next.exchange(call).doOnError(error -> {
            if (isUnused(error)) {
                gate.giveBack(period);
            }
        });
    }

    /** The edge of the platform counts requests from their head on, whether they are complete or not. */
    private static boolean isUnused(Throwable error) {
        return error instanceof ChutesCallRejectedException
                || (error instanceof ChutesNotSentException notSent
                        && notSent.phase().compareTo(CallPhase.SEND) < 0);
    }

    private void follow(VideoResponse response, RateLimiter limiter) {
        RateLimit stated = followServer ? response.rateLimit() : null;
        Double limit = stated == null ? null : stated.user();
        if (limit != null && limit >= 1 && limit <= Integer.MAX_VALUE && isPerMinute(limiter)) {
            change(limiter, limit.intValue());
        }
    }

    private static boolean isPerMinute(RateLimiter limiter) {
        return limiter.getRateLimiterConfig().getLimitRefreshPeriod().equals(MINUTE);
    }

    private static void change(RateLimiter limiter, int limit) {
        if (limit != limiter.getRateLimiterConfig().getLimitForPeriod()) {
            CallerCode.run("A rate limiter", () -> limiter.changeLimitForPeriod(limit));
        }
    }

    private static ChutesCallRejectedException refusal(ChutesCall call, RateLimiter limiter, String reason) {
        return new ChutesCallRejectedException(
                call.endpoint(),
                Limit.RATE,
                "the rate limiter " + limiter.getName() + " is exhausted: " + reason,
                null);
    }

    /** {@return the number of attempts waiting for a permit} */
    public int waitingCalls() {
        return gates.values().stream().mapToInt(RateGate::waiting).sum();
    }
}
