package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits of concurrency, rate and failures. */
final class LimitOptions {

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "4",
            description = "Concurrent videos, 1 to 100. Default: ${DEFAULT-VALUE}.")
    private int concurrency;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests per minute. Default: 60, or the limit that the server states.")
    private @Nullable Integer rate;

    @Option(
            names = "--stop-after",
            paramLabel = "N",
            defaultValue = "5",
            description = "Consecutive server failures that end the batch. Default: ${DEFAULT-VALUE}.")
    private int stopAfter;

    int concurrency() {
        return within("--concurrency", concurrency, 100);
    }

    int stopAfter() {
        return within("--stop-after", stopAfter, Integer.MAX_VALUE);
    }

    Resilience filters(int retries, boolean warm) {
        return Resilience.builder()
                .retry(Retries.of(retries, warm))
                .rateLimit(rate == null ? RateLimitFilter.perAccount() : perMinute(within("--rate", rate, 1_000_000)))
                .build();
    }

    private static RateLimitFilter perMinute(int permits) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(permits)
                .limitRefreshPeriod(Duration.ofMinutes(1))
                .timeoutDuration(LONGEST_WAIT)
                .build();
        return RateLimitFilter.of(RateLimiter.of("batch", config));
    }

    private static int within(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new UsageException(option + " must be between 1 and " + max + " but was " + value);
        }
        return value;
    }
}
