package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The filters of this package in the order in which they fit together, outermost first: deadline, concurrency limit,
 * retry, rate limit, circuit breaker. So a call keeps its permit over all of its attempts, each attempt pays its own
 * rate permit, and the breaker hears of each attempt.
 *
 * <pre>{@code
 * ChutesClient client = ChutesClient.builder()
 *         .apiToken(token)
 *         .filters(Resilience.defaults())
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class Resilience {

    private Resilience() {}

    /**
     * Add the recommended filters: 100 calls at once and 1,000 waiting up to 10 minutes, retries, 60 requests a minute,
     * and a breaker for each endpoint.
     *
     * @return what changes a client's list of filters
     */
    public static Consumer<List<VideoExchangeFilter>> defaults() {
        return builder()
                .concurrency(ConcurrencyLimitFilter.of(100, 1_000, Duration.ofMinutes(10)))
                .retry(RetryFilter.builder().build())
                .rateLimit(RateLimitFilter.perAccount())
                .circuitBreaker(CircuitBreakerFilter.perEndpoint())
                .build();
    }

    /**
     * Begin a choice of filters.
     *
     * @return a builder without filters
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Chooses filters. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private @Nullable DeadlineFilter deadline;

        private @Nullable ConcurrencyLimitFilter concurrency;

        private @Nullable RetryFilter retry;

        private @Nullable RateLimitFilter rateLimit;

        private @Nullable CircuitBreakerFilter circuitBreaker;

        private Builder() {}

        /**
         * Limit the whole call.
         *
         * @param filter the deadline
         * @return this builder
         */
        public Builder deadline(DeadlineFilter filter) {
            this.deadline = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Limit the calls at once.
         *
         * @param filter the limit
         * @return this builder
         */
        public Builder concurrency(ConcurrencyLimitFilter filter) {
            this.concurrency = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Send again what may be.
         *
         * @param filter the rules
         * @return this builder
         */
        public Builder retry(RetryFilter filter) {
            this.retry = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Pace the attempts.
         *
         * @param filter the limiter
         * @return this builder
         */
        public Builder rateLimit(RateLimitFilter filter) {
            this.rateLimit = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Stop calling what keeps failing.
         *
         * @param filter the breakers
         * @return this builder
         */
        public Builder circuitBreaker(CircuitBreakerFilter filter) {
            this.circuitBreaker = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Put the chosen filters in order.
         *
         * @return what appends them to a client's list of filters
         */
        public Consumer<List<VideoExchangeFilter>> build() {
            List<VideoExchangeFilter> chosen = new ArrayList<>();
            addIfChosen(chosen, deadline);
            addIfChosen(chosen, concurrency);
            addIfChosen(chosen, retry);
            addIfChosen(chosen, rateLimit);
            addIfChosen(chosen, circuitBreaker);
            return filters -> filters.addAll(chosen);
        }

        private static void addIfChosen(List<VideoExchangeFilter> chosen, @Nullable VideoExchangeFilter filter) {
            if (filter != null) {
                chosen.add(filter);
            }
        }
    }
}
