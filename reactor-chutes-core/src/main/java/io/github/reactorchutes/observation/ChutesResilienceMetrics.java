package io.github.reactorchutes.observation;

import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryBudget;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedRateLimiterMetrics;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Binds gauges of the given limits: permits, queues and the retry budget. Also binds Resilience4j's own meters for the
 * breakers and limiters of a registry, which requires {@code resilience4j-micrometer}.
 *
 * <pre>{@code
 * new ChutesResilienceMetrics(Tags.of("chutes.client", "videos"))
 *         .filters(resilience)
 *         .circuitBreakers(breakers)
 *         .bindTo(meterRegistry);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChutesResilienceMetrics implements MeterBinder {

    private final Tags tags;

    private final List<MeterBinder> chosen = new ArrayList<>();

    /**
     * Create a binder without any limits.
     *
     * @param tags the tags that distinguish these limits from others in the same registry; not added to Resilience4j's
     *     own meters
     */
    public ChutesResilienceMetrics(Iterable<Tag> tags) {
        this.tags = Tags.of(tags);
    }

    /**
     * Measure the permits, queues and retry budget of a client's filters. {@linkplain #circuitBreakers Bind}
     * Resilience4j's own meters of its breakers by their registry.
     *
     * @param resilience the filters
     * @return this binder
     */
    public ChutesResilienceMetrics filters(Resilience resilience) {
        ConcurrencyLimitFilter concurrency = resilience.concurrency();
        if (concurrency != null) {
            concurrencyLimit(concurrency);
        }
        RateLimitFilter rateLimit = resilience.rateLimit();
        if (rateLimit != null) {
            rateLimit(rateLimit);
        }
        RetryFilter retry = resilience.retry();
        if (retry != null) {
            retryBudget(retry.budget());
        }
        return this;
    }

    /**
     * Measure the free permits and the queue of a concurrency limit.
     *
     * @param limit the limit
     * @return this binder
     */
    public ChutesResilienceMetrics concurrencyLimit(ConcurrencyLimitFilter limit) {
        add(ChutesMeterDocumentation.PERMITS, tags, limit, ConcurrencyLimitFilter::availablePermits);
        add(
                ChutesMeterDocumentation.QUEUE,
                tags.and(Keys.LIMIT.asString(), "concurrency"),
                limit,
                ConcurrencyLimitFilter::waitingCalls);
        return this;
    }

    /**
     * Measure the queue of a rate limit.
     *
     * @param limit the limit
     * @return this binder
     */
    public ChutesResilienceMetrics rateLimit(RateLimitFilter limit) {
        add(
                ChutesMeterDocumentation.QUEUE,
                tags.and(Keys.LIMIT.asString(), "rate"),
                limit,
                RateLimitFilter::waitingCalls);
        return this;
    }

    /**
     * Measure the remaining tokens of a retry budget.
     *
     * @param budget the budget
     * @return this binder
     */
    public ChutesResilienceMetrics retryBudget(RetryBudget budget) {
        add(ChutesMeterDocumentation.RETRY_BUDGET, tags, budget, RetryBudget::tokens);
        return this;
    }

    /**
     * Bind Resilience4j's own meters of circuit breakers.
     *
     * @param registry the registry of the breakers
     * @return this binder
     */
    public ChutesResilienceMetrics circuitBreakers(CircuitBreakerRegistry registry) {
        chosen.add(TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry));
        return this;
    }

    /**
     * Bind Resilience4j's own meters of rate limiters.
     *
     * @param registry the registry of the limiters
     * @return this binder
     */
    public ChutesResilienceMetrics rateLimiters(RateLimiterRegistry registry) {
        chosen.add(TaggedRateLimiterMetrics.ofRateLimiterRegistry(registry));
        return this;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        chosen.forEach(binder -> binder.bindTo(registry));
    }

    private <T> void add(ChutesMeterDocumentation meter, Tags tags, T source, ToDoubleFunction<T> value) {
        chosen.add(registry -> Gauge.builder(meter.getName(), source, value)
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(tags)
                .register(registry));
    }
}
