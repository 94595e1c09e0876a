package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The filters of this package in the order in which they fit together, outermost first: deadline, concurrency limit,
 * retry, rate limit, circuit breaker. So a call keeps its permit over all of its attempts, each attempt takes a rate permit,
 * and the breaker counts each attempt.
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
 * <p>Immutable. Clients that are given the same filters share their permits, limits, budget and breakers.
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
     * Create the recommended filters: 100 calls at once and 1,000 waiting up to 10 minutes, retries, 60 requests a minute,
     * and a breaker for each endpoint. There is no deadline.
     *
     * @return the filters
     */
    public static Resilience defaults() {
        return builder().defaults().build();
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
     * Append the filters to those of a client.
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

    /** {@return the retries, or {@code null} if there are none} */
    public @Nullable RetryFilter retry() {
        return retry;
    }

    /** {@return the rate limit, or {@code null} if there is none} */
    public @Nullable RateLimitFilter rateLimit() {
        return rateLimit;
    }

    /** {@return the circuit breakers, or {@code null} if there are none} */
    public @Nullable CircuitBreakerFilter circuitBreaker() {
        return circuitBreaker;
    }

    /**
     * Chooses filters, in any order. Not thread-safe.
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
         * Use the {@linkplain Resilience#defaults() recommended filters}, except for those that are set here, before or
         * after this call.
         *
         * @return this builder
         */
        public Builder defaults() {
            this.withDefaults = true;
            return this;
        }

        /**
         * Limit the whole call.
         *
         * @param limit the time from the subscription of the {@code Mono} to the last byte; positive, at most 365 days
         * @return this builder
         */
        public Builder deadline(Duration limit) {
            return deadline(DeadlineFilter.of(limit));
        }

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
         * Limit the calls at once; up to 1,000 more wait for up to 10 minutes.
         *
         * @param maxConcurrentCalls the permits; 1 or more, and not more than the client's connections
         * @return this builder
         */
        public Builder concurrency(int maxConcurrentCalls) {
            return concurrency(ConcurrencyLimitFilter.of(maxConcurrentCalls));
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
         * Retry what may be sent again.
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
