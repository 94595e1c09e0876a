package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;

/** The limits that a client has without a database. */
class MemoryLimitsTests extends LimitsKit {

    @Override
    ConcurrencyLimitFilter calls(int maxCalls, int maxWaiting, Duration maxWait) {
        return ConcurrencyLimitFilter.of(maxCalls, maxWaiting, maxWait);
    }

    @Override
    RateLimitFilter attempts(int requests, Duration period, Duration maxWait) {
        return RateLimitFilter.of(RateLimiter.of(
                "test",
                RateLimiterConfig.custom()
                        .limitForPeriod(requests)
                        .limitRefreshPeriod(period)
                        .timeoutDuration(maxWait)
                        .build()));
    }
}
