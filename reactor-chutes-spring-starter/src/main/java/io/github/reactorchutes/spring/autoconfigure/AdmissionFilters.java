package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.spring.properties.ConcurrencyProperties;
import io.github.reactorchutes.spring.properties.RateLimitProperties;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;

/** Checks the limits of a client's settings, and creates the filter of attempts. */
final class AdmissionFilters {

    private static final Duration LONGEST = Duration.ofDays(365);

    private AdmissionFilters() {}

    static void check(ClientSettings settings, ConcurrencyProperties limit) {
        settings.atLeast("concurrency.max-calls", limit.getMaxCalls(), 1);
        settings.atLeast("concurrency.max-waiting-calls", limit.getMaxWaitingCalls(), 0);
        settings.time("concurrency.max-wait", limit.getMaxWait(), LONGEST);
        settings.notMore(
                "concurrency.max-calls",
                limit.getMaxCalls(),
                "http.pool.max-connections",
                settings.properties().getHttp().getPool().getMaxConnections(),
                ": calls would get a permit and then wait for a connection");
    }

    static void check(ClientSettings settings, RateLimitProperties limit) {
        settings.atLeast("rate-limit.max-requests", limit.getMaxRequests(), 1);
        settings.time("rate-limit.period", limit.getPeriod(), LONGEST);
        settings.timeOrZero("rate-limit.max-wait", limit.getMaxWait(), LONGEST);
    }

    static RateLimitFilter rateLimit(RateLimitProperties limit, RateLimiterRegistry registry, String name) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(limit.getMaxRequests())
                .limitRefreshPeriod(limit.getPeriod())
                .timeoutDuration(limit.getMaxWait())
                .build();
        return RateLimitFilter.of(registry.rateLimiter(name, config));
    }
}
