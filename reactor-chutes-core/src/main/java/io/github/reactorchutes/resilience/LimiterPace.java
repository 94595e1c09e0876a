package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
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
import org.jspecify.annotations.Nullable;
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
    public Passage begin(ChutesCall call, VideoExchange next) {
        return new Paced(call, next, gate(Chosen.by(limiters, call.endpoint(), "rate limiter")), followServer);
    }

    /** Look first: computing locks, even if the gate exists. */
    private RateGate gate(RateLimiter limiter) {
        RateGate known = gates.get(limiter);
        return known == null ? gates.computeIfAbsent(limiter, chosen -> new RateGate(chosen, MAX_WAITING)) : known;
    }

    private static void follow(@Nullable RateLimit stated, RateLimiter limiter) {
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

    /** An attempt and its permit. */
    private static final class Paced implements Passage {

        private final ChutesCall call;

        private final VideoExchange next;

        private final RateGate gate;

        private final boolean followServer;

        private volatile boolean granted;

        /** When it was granted. */
        private int period;

        Paced(ChutesCall call, VideoExchange next, RateGate gate, boolean followServer) {
            this.call = call;
            this.next = next;
            this.gate = gate;
            this.followServer = followServer;
        }

        @Override
        public Mono<VideoResponse> exchange() {
            RateLimiter limiter = gate.limiter();
            Duration maxWait = limiter.getRateLimiterConfig().getTimeoutDuration();
            return new Admission(gate, maxWait, call, Limit.RATE, reason -> refusal(call, limiter, reason))
                    .flatMap(this::admitted);
        }

        private Mono<VideoResponse> admitted(Permit permit) {
            period = gate.period();
            granted = true;
            return next.exchange(call);
        }

        @Override
        public void headArrived(VideoResponse head) {
            if (followServer) {
                follow(head.rateLimit(), gate.limiter());
            }
        }

        @Override
        public void ended(CallEnd end) {
            Throwable error = end.timeToFirstByte() == null ? end.error() : null;
            if (granted && error != null && LeaseEnd.isUnused(error)) {
                gate.giveBack(period);
            }
        }
    }
}
