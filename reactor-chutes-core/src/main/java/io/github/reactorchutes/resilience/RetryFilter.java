package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.log.Sparse;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Retries a call when that is safe and may succeed: the platform was not reached, or it rejected the call before any
 * work because it is at capacity or cold. A call whose outcome is unknown may be billed and is retried only on request,
 * unless it starts an operation with an idempotency key.
 * An incomplete body is never retried. Every attempt sends the same bytes.
 *
 * <p><b>Errors.</b> The error of the last attempt, with those of earlier attempts as suppressed exceptions, oldest
 * first.
 *
 * @since 0.1.0
 */
public final class RetryFilter implements VideoExchangeFilter {

    private final Map<RetryKind, Backoff> backoffs;

    private final Duration maxElapsed;

    private final Duration maxRetryAfter;

    private final RetryBudget budget;

    private final boolean watchesWarmUp;

    private final @Nullable ColdStartWatch watch;

    private final Sparse coldStarts;

    private RetryFilter(Builder builder) {
        this.backoffs = new EnumMap<>(builder.backoffs);
        this.maxElapsed = builder.maxElapsed;
        this.maxRetryAfter = builder.maxRetryAfter;
        this.budget = builder.budget;
        this.watchesWarmUp = builder.watchesWarmUp;
        this.watch = null;
        this.coldStarts = new Sparse();
    }

    private RetryFilter(RetryFilter rules, ColdStartWatch watch) {
        this.backoffs = rules.backoffs;
        this.maxElapsed = rules.maxElapsed;
        this.maxRetryAfter = rules.maxRetryAfter;
        this.budget = rules.budget;
        this.watchesWarmUp = rules.watchesWarmUp;
        this.watch = watch;
        this.coldStarts = rules.coldStarts;
    }

    /**
     * Return a builder with the defaults, all within 15 minutes:
     * <ul>
     *   <li>not reached: 3 retries after 0.5 to 10 seconds
     *   <li>at capacity: 3 retries after 10 seconds to 2 minutes, because the edge's bans grow with each violation
     *   <li>cold start: 60 retries after 5 to 30 seconds
     *   <li>start of an operation with an idempotency key, whose outcome is unknown: 5 retries after 1 to 30 seconds
     *   <li>any other unknown outcome: no retries
     * </ul>
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Retry each kind of failure that cannot be billed after waits of 1 second to 1 minute.
     *
     * @param maxRetries the maximum number of retries per kind of failure; 0 or more
     * @return the filter
     */
    public static RetryFilter of(int maxRetries) {
        return of(maxRetries, Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /**
     * Retry each kind of failure that cannot be billed with the same waits.
     *
     * @param maxRetries the maximum number of retries per kind of failure; 0 or more
     * @param minBackoff the first wait; positive
     * @param maxBackoff the maximum wait; not less than the first
     * @return the filter
     */
    public static RetryFilter of(int maxRetries, Duration minBackoff, Duration maxBackoff) {
        Backoff backoff = Backoff.of(maxRetries, minBackoff, maxBackoff);
        return builder()
                .notReached(backoff)
                .capacity(backoff)
                .coldStart(backoff)
                .keyedStart(backoff)
                .build();
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Passage.of(context -> new RetriedCall(call, next, this));
    }

    /**
     * Return this filter with a watch of cold starts, if it was built to {@linkplain Builder#watchWarmUp watch} them. The
     * result shares the budget. A client calls this for each of its retry filters when it is built, so call it only for a
     * filter that another one hides from the client.
     *
     * @param source the watch
     * @return the filter; this one if it does not watch, or has a watch
     */
    public RetryFilter watching(ColdStartWatch source) {
        Objects.requireNonNull(source, "source");
        return watchesWarmUp && watch == null ? new RetryFilter(this, source) : this;
    }

    @Nullable
    ColdStartWatch watch() {
        return watch;
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

    /** Return the limit of the lines about cold starts, for all calls together. */
    Sparse coldStarts() {
        return coldStarts;
    }

    /** {@return the budget that limits the retries of all calls together} */
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
                RetryKind.COLD_START, Backoff.of(60, Duration.ofSeconds(5), Duration.ofSeconds(30)),
                RetryKind.KEYED_START, Backoff.of(5, Duration.ofSeconds(1), Duration.ofSeconds(30))));

        private Duration maxElapsed = Duration.ofMinutes(15);

        private Duration maxRetryAfter = Duration.ofMinutes(5);

        private RetryBudget budget = RetryBudget.of(100, 0.2);

        private boolean watchesWarmUp;

        private Builder() {}

        /**
         * Set the retries of calls that did not reach the platform: no connection, no address, no TLS session.
         *
         * @param backoff the number of retries and their waits
         * @return this builder
         */
        public Builder notReached(Backoff backoff) {
            return set(RetryKind.NOT_REACHED, backoff);
        }

        /**
         * Set the retries of calls that the platform rejected at capacity (429). Use few retries with long waits,
         * because bans for violations of the edge's rate limit grow up to a day.
         *
         * @param backoff the number of retries and their waits
         * @return this builder
         */
        public Builder capacity(Backoff backoff) {
            return set(RetryKind.CAPACITY, backoff);
        }

        /**
         * Set the retries while no instance is running (503). The call itself triggers a start, which takes minutes.
         *
         * @param backoff the number of retries and their waits
         * @return this builder
         */
        public Builder coldStart(Backoff backoff) {
            return set(RetryKind.COLD_START, backoff);
        }

        /**
         * Set the retries of starts of operations whose outcome is unknown. The platform starts one operation for one
         * idempotency key, however often the start is sent.
         *
         * @param backoff the number of retries and their waits
         * @return this builder
         */
        public Builder keyedStart(Backoff backoff) {
            return set(RetryKind.KEYED_START, backoff);
        }

        /**
         * Watch the warm-up of a cold chute instead of calling it again and again: after the first 503, the filter waits for
         * the event of the platform's management API that the chute is hot, and then retries. All calls that wait for one
         * chute share one event stream, and are released a tenth of a second apart. Default: false.
         *
         * <p>The number of cold-start retries, {@link #maxElapsed}, the deadline and {@code Retry-After} hold as
         * without the watch. If the platform calls a chute hot that is still cold, the next retries also wait for the
         * backoff. If the watch fails, the call continues with the backoff alone.
         *
         * @param watched whether to watch
         * @return this builder
         */
        public Builder watchWarmUp(boolean watched) {
            this.watchesWarmUp = watched;
            return this;
        }

        /**
         * Also retry calls that may have been processed and billed: timeouts, connections lost before the head, and any
         * other 5xx. Default: {@link Backoff#never()}. <b>Each such retry can pay a second time.</b>
         *
         * @param backoff the number of retries and their waits
         * @return this builder
         */
        public Builder unknownOutcome(Backoff backoff) {
            return set(RetryKind.UNKNOWN_OUTCOME, backoff);
        }

        /**
         * Limit the time from the first attempt to the start of the last one. Default: 15 minutes.
         *
         * @param limit positive, at most 365 days
         * @return this builder
         */
        public Builder maxElapsed(Duration limit) {
            this.maxElapsed = Durations.positive("maxElapsed", limit);
            return this;
        }

        /**
         * Limit the {@code Retry-After} to wait for. A longer one fails the call immediately. Default: 5 minutes.
         *
         * @param limit positive, at most 365 days
         * @return this builder
         */
        public Builder maxRetryAfter(Duration limit) {
            this.maxRetryAfter = Durations.positive("maxRetryAfter", limit);
            return this;
        }

        /**
         * Set the budget for the retries of all calls. Default: 100 tokens, and each success earns a fifth of one.
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
