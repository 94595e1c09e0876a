package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.RateLimit;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.request.Endpoint;
import io.github.resilience4j.ratelimiter.RateLimiter;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** The pace of rate limiters in this process. */
final class LimiterPace implements Pace {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final int MAX_WAITING = 10_000;

    private final Function<Endpoint, RateLimiter> limiters;

    private final boolean followServer;

    private final Map<RateLimiter, RateGate> gates = new ConcurrentHashMap<>();

    LimiterPace(Function<Endpoint, RateLimiter> limiters, boolean followServer) {
        this.limiters = limiters;
        this.followServer = followServer;
    }

    @Override
    public Pace followServer() {
        return new LimiterPace(limiters, true);
    }

    @Override
    public Mono<VideoResponse> exchange(ChutesCall call, VideoExchange next) {
        RateGate gate = gates.computeIfAbsent(
                Chosen.by(limiters, call.endpoint(), "rate limiter"), limiter -> new RateGate(limiter, MAX_WAITING));
        Duration maxWait = gate.limiter().getRateLimiterConfig().getTimeoutDuration();
        return new Admission(gate, maxWait, call, Limit.RATE, reason -> refusal(call, gate.limiter(), reason))
                .flatMap(permit -> admitted(call, next, gate))
                .doOnNext(response -> follow(response, gate.limiter()));
    }

    private static Mono<VideoResponse> admitted(ChutesCall call, VideoExchange next, RateGate gate) {
        int period = gate.period();
        return next.exchange(call).doOnError(error -> {
            if (LeaseEnd.isUnused(error)) {
                gate.giveBack(period);
            }
        });
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

    @Override
    public int waiting() {
        return gates.values().stream().mapToInt(RateGate::waiting).sum();
    }
}
