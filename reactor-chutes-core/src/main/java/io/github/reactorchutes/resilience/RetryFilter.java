package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Sends a call again when that is safe and may help: the platform was not reached, or it rejected the call before any
 * work because it is at capacity or cold. A call whose outcome is unknown may have been paid and is sent again only on request;
 * a body that broke never is. Every attempt sends the same bytes.
 *
 * <p><b>Errors.</b> When it gives up, the error of the last attempt, with those of the earlier ones as its suppressed
 * exceptions, oldest first.
 *
 * @since 0.1.0
 */
public final class RetryFilter implements VideoExchangeFilter {

    private final Map<RetryKind, Backoff> backoffs;

    private final Duration maxElapsed;

    private final Duration maxRetryAfter;

    private final RetryBudget budget;

    private RetryFilter(Builder builder) {
        this.backoffs = new EnumMap<>(builder.backoffs);
        this.maxElapsed = builder.maxElapsed;
        this.maxRetryAfter = builder.maxRetryAfter;
        this.budget = builder.budget;
    }

    /**
     * Begin a filter with the default settings: what was not reached, 3 times after 0.5 to 10 seconds; a platform at
     * capacity, 3 times after 10 seconds to 2 minutes, because bans of the edge grow; a cold one, up to 60 times after 5 to 30
     * seconds; all within 15 minutes; no unknown outcome.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Send again after 1 second to 1 minute, at most a number of times for each kind of failure.
     *
     * @param maxRetries how often; 0 or more
     * @return the filter
     */
    public static RetryFilter of(int maxRetries) {
        return of(maxRetries, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * Send again with the same waits for each kind of failure.
     *
     * @param maxRetries how often; 0 or more
     * @param minBackoff the first wait; positive
     * @param maxBackoff the longest wait; not shorter than the first
     * @return the filter
     */
    public static RetryFilter of(int maxRetries, Duration minBackoff, Duration maxBackoff) {
        Backoff backoff = Backoff.of(maxRetries, minBackoff, maxBackoff);
        return builder()
                .notReached(backoff)
                .capacity(backoff)
                .coldStart(backoff)
                .build();
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            RetryRun run = new RetryRun(call, this, context);
            return Mono.defer(() -> next.exchange(run.call()))
                    .doOnNext(response -> budget.earn())
                    .retryWhen(Retry.from(failures ->
                            Flux.from(failures).concatMap(failure -> run.afterFailure(failure.failure()), 0)));
        });
    }

    Backoff backoff(RetryKind kind) {
        return backoffs.getOrDefault(kind, Backoff.never());
    }

    Duration maxElapsed() {
        return maxElapsed;
    }

    Duration maxRetryAfter() {
        return maxRetryAfter;
    }

    /**
     * Return what limits the retries of all calls together.
     *
     * @return the budget
     */
    public RetryBudget budget() {
        return budget;
    }

    /**
     * Builds a filter. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final Map<RetryKind, Backoff> backoffs = new EnumMap<>(Map.of(
                RetryKind.NOT_REACHED, Backoff.of(3, Duration.ofMillis(500), Duration.ofSeconds(10)),
                RetryKind.CAPACITY, Backoff.of(3, Duration.ofSeconds(10), Duration.ofMinutes(2)),
                RetryKind.COLD_START, Backoff.of(60, Duration.ofSeconds(5), Duration.ofSeconds(30))));

        private Duration maxElapsed = Duration.ofMinutes(15);

        private Duration maxRetryAfter = Duration.ofMinutes(5);

        private RetryBudget budget = RetryBudget.of(100, 0.2);

        private Builder() {}

        /**
         * Set how to send again what did not reach the platform: no connection, no address, no TLS session.
         *
         * @param backoff the waits
         * @return this builder
         */
        public Builder notReached(Backoff backoff) {
            return set(RetryKind.NOT_REACHED, backoff);
        }

        /**
         * Set how to send again what a platform at capacity rejected (429). Keep it few and far between: bans for violations
         * of the edge's rate limit grow up to a day.
         *
         * @param backoff the waits
         * @return this builder
         */
        public Builder capacity(Backoff backoff) {
            return set(RetryKind.CAPACITY, backoff);
        }

        /**
         * Set how to send again what found no instance up (503). The call itself asks for one; it takes minutes.
         *
         * @param backoff the waits
         * @return this builder
         */
        public Builder coldStart(Backoff backoff) {
            return set(RetryKind.COLD_START, backoff);
        }

        /**
         * Also send again what may have been done and billed: time-outs, connections lost before the head, 5xx without
         * an entry of their own. Default: {@link Backoff#never()}. <b>Each such retry can pay a second time.</b>
         *
         * @param backoff the waits
         * @return this builder
         */
        public Builder unknownOutcome(Backoff backoff) {
            return set(RetryKind.UNKNOWN_OUTCOME, backoff);
        }

        /**
         * Limit the time from the first attempt to the last one's beginning. Default: 15 minutes.
         *
         * @param limit positive, at most 365 days
         * @return this builder
         */
        public Builder maxElapsed(Duration limit) {
            this.maxElapsed = Durations.positive("maxElapsed", limit);
            return this;
        }

        /**
         * Limit the {@code Retry-After} that is honoured; a longer one fails the call at once. Default: 5 minutes.
         *
         * @param limit positive, at most 365 days
         * @return this builder
         */
        public Builder maxRetryAfter(Duration limit) {
            this.maxRetryAfter = Durations.positive("maxRetryAfter", limit);
            return this;
        }

        /**
         * Set the budget of all calls of this filter. Default: 100 tokens, a fifth of one earned by each success.
         *
         * @param shared the budget
         * @return this builder
         */
        public Builder budget(RetryBudget shared) {
            this.budget = Objects.requireNonNull(shared, "shared");
            return this;
        }

        /**
         * Build the filter.
         *
         * @return the filter
         */
        public RetryFilter build() {
            return new RetryFilter(this);
        }

        private Builder set(RetryKind kind, Backoff backoff) {
            backoffs.put(kind, Objects.requireNonNull(backoff, "backoff"));
            return this;
        }
    }
}
