package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.limits.JdbcAccountLimits;
import io.github.reactorchutes.resilience.AccountLimits;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits of concurrency, rate and failures. */
final class LimitOptions {

    private static final int MAX_CONCURRENCY = 100;

    private static final int MAX_CALLS = 1_000;

    private static final int MAX_RATE = 1_000_000;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** The calls of other processes go first, and a pause that the platform imposes on the account lasts up to a day. */
    private static final Duration LONGEST_WAIT_FOR_OTHERS = Duration.ofDays(7);

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "Concurrent videos of this process, 1 to 100. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description =
                    "Requests per minute; with --store of all its processes together. Default: 60, or the limit that"
                            + " the server states.")
    private @Nullable Integer rate;

    @Option(
            names = "--max-calls",
            paramLabel = "N",
            description = "With --store: concurrent videos of all its processes together, 1 to 1000. Default: 100.")
    private @Nullable Integer maxCalls;

    @Option(
            names = "--stop-after",
            paramLabel = "N",
            defaultValue = "5",
            description = "Consecutive server failures that end the batch. Default: ${DEFAULT-VALUE}.")
    private int stopAfter;

    int concurrency() {
        return concurrency;
    }

    int stopAfter() {
        return stopAfter;
    }

    /** Fail if a limit is out of its bounds, or only processes with a store share it and there is none. */
    void require(boolean hasStore) {
        if (maxCalls != null && !hasStore) {
            throw new UsageException("--max-calls needs --store; --concurrency limits this process");
        }
        Given.pass(maxCalls, calls -> within("--max-calls", calls, MAX_CALLS));
        Given.pass(rate, permits -> within("--rate", permits, MAX_RATE));
        within("--concurrency", concurrency, MAX_CONCURRENCY);
        within("--stop-after", stopAfter, Integer.MAX_VALUE);
    }

    /** Return the limits of this process alone. */
    Resilience filters(RetryFilter retry) {
        return Resilience.builder()
                .retry(retry)
                .rateLimit(rate == null ? RateLimitFilter.perAccount() : perMinute(rate))
                .build();
    }

    /** Return the limits that all processes with a store share. */
    Resilience filters(RetryFilter retry, AccountLimits shared) {
        return Resilience.builder()
                .retry(retry)
                .concurrency(ConcurrencyLimitFilter.of(shared, concurrency(), LONGEST_WAIT_FOR_OTHERS))
                .rateLimit(RateLimitFilter.of(shared, LONGEST_WAIT_FOR_OTHERS))
                .build();
    }

    void applyTo(JdbcAccountLimits.Builder shared) {
        Given.pass(maxCalls, shared::maxCalls);
        Given.pass(rate, permits -> shared.maxRequests(permits, MINUTE).followServer(false));
    }

    private static RateLimitFilter perMinute(int permits) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(permits)
                .limitRefreshPeriod(MINUTE)
                .timeoutDuration(LONGEST_WAIT)
                .build();
        return RateLimitFilter.of(RateLimiter.of("batch", config));
    }

    private static void within(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new UsageException(option + " must be between 1 and " + max + " but was " + value);
        }
    }
}
