package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The filters of this package in their correct order, outermost first: deadline, concurrency limit, retry, rate limit,
 * circuit breaker. A call thus keeps its permit across all of its attempts, each attempt takes a rate permit, and the
 * breaker records each attempt.
 *
 * <pre>{@code
 * Resilience resilience = Resilience.builder()
 *         .defaults()
 *         .concurrency(20)
 *         .deadline(Duration.ofMinutes(10))
 *         .build();
 *
 * ChutesClient client = ChutesClient.builder()
 *         .apiToken(token)
 *         .filters(resilience)
 *         .build();
 * }</pre>
 *
 * <p>Immutable. Clients with the same instance share its permits, limits, budget and breakers.
 *
 * @since 0.1.0
 */
public final class Resilience implements Consumer<List<VideoExchangeFilter>> {

    private final @Nullable DeadlineFilter deadline;

    private final @Nullable ConcurrencyLimitFilter concurrency;

    private final @Nullable RetryFilter retry;

    private final @Nullable RateLimitFilter rateLimit;

    private final @Nullable CircuitBreakerFilter circuitBreaker;

    private Resilience(Builder builder) {
        this.deadline = builder.deadline;
        this.concurrency = builder.concurrency;
        this.retry = builder.retry;
        this.rateLimit = builder.rateLimit;
        this.circuitBreaker = builder.circuitBreaker;
    }

    /**
     * Create the recommended filters: 100 concurrent calls and 1,000 waiting for up to 10 minutes, retries, 60 requests
     * per minute, and a breaker for each endpoint. There is no deadline.
     *
     * @return the filters
     */
    public static Resilience defaults() {
        return builder().defaults().build();
    }

    /** {@return a builder without filters} */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Append the filters to a client's filter list.
     *
     * @param filters the filters of a client, outermost first
     */
    @Override
    public void accept(List<VideoExchangeFilter> filters) {
        addIfChosen(filters, deadline);
        addIfChosen(filters, concurrency);
        addIfChosen(filters, retry);
        addIfChosen(filters, rateLimit);
        addIfChosen(filters, circuitBreaker);
    }

    private static void addIfChosen(List<VideoExchangeFilter> filters, @Nullable VideoExchangeFilter filter) {
        if (filter != null) {
            filters.add(filter);
        }
    }

    /** {@return the deadline, or {@code null} if there is none} */
    public @Nullable DeadlineFilter deadline() {
        return deadline;
    }

    /** {@return the concurrency limit, or {@code null} if there is none} */
    public @Nullable ConcurrencyLimitFilter concurrency() {
        return concurrency;
    }

    /** {@return the retry filter, or {@code null} if there is none} */
    public @Nullable RetryFilter retry() {
        return retry;
    }

    /** {@return the rate limit, or {@code null} if there is none} */
    public @Nullable RateLimitFilter rateLimit() {
        return rateLimit;
    }

    /** {@return the circuit-breaker filter, or {@code null} if there is none} */
    public @Nullable CircuitBreakerFilter circuitBreaker() {
        return circuitBreaker;
    }

    /**
     * Builds the filters; the order of calls does not matter. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private boolean withDefaults;

        private @Nullable DeadlineFilter deadline;

        private @Nullable ConcurrencyLimitFilter concurrency;

        private @Nullable RetryFilter retry;

        private @Nullable RateLimitFilter rateLimit;

        private @Nullable CircuitBreakerFilter circuitBreaker;

        private Builder() {}

        /**
         * Use the {@linkplain Resilience#defaults() recommended filters} except where another one is set, before or
         * after this call.
         *
         * @return this builder
         */
        public Builder defaults() {
            this.withDefaults = true;
            return this;
        }

        /**
         * Limit the time of a whole call.
         *
         * @param limit the time from the subscription of the {@code Mono} to the last byte; positive, at most 365 days
         * @return this builder
         */
        public Builder deadline(Duration limit) {
            return deadline(DeadlineFilter.of(limit));
        }

        /**
         * Limit the time of a whole call.
         *
         * @param filter the deadline filter
         * @return this builder
         */
        public Builder deadline(DeadlineFilter filter) {
            this.deadline = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Limit concurrent calls. Up to 1,000 further calls wait for up to 10 minutes.
         *
         * @param maxConcurrentCalls the number of permits; 1 or more, at most the connections of the client's pool
         * @return this builder
         */
        public Builder concurrency(int maxConcurrentCalls) {
            return concurrency(ConcurrencyLimitFilter.of(maxConcurrentCalls));
        }

        /**
         * Limit concurrent calls.
         *
         * @param filter the concurrency limit
         * @return this builder
         */
        public Builder concurrency(ConcurrencyLimitFilter filter) {
            this.concurrency = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Retry failed calls.
         *
         * @param filter the retry filter
         * @return this builder
         */
        public Builder retry(RetryFilter filter) {
            this.retry = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Limit the rate of attempts.
         *
         * @param filter the rate limit
         * @return this builder
         */
        public Builder rateLimit(RateLimitFilter filter) {
            this.rateLimit = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Stop calling endpoints that keep failing.
         *
         * @param filter the circuit-breaker filter
         * @return this builder
         */
        public Builder circuitBreaker(CircuitBreakerFilter filter) {
            this.circuitBreaker = Objects.requireNonNull(filter, "filter");
            return this;
        }

        /**
         * Build the filters in their correct order.
         *
         * @return the filters
         */
        public Resilience build() {
            return new Resilience(withDefaults ? completed() : this);
        }

        private Builder completed() {
            Builder complete = new Builder();
            complete.deadline = deadline;
            complete.concurrency = concurrency == null ? ConcurrencyLimitFilter.of(100) : concurrency;
            complete.retry = retry == null ? RetryFilter.builder().build() : retry;
            complete.rateLimit = rateLimit == null ? RateLimitFilter.perAccount() : rateLimit;
            complete.circuitBreaker = circuitBreaker == null ? CircuitBreakerFilter.perEndpoint() : circuitBreaker;
            return complete;
        }
    }
}
