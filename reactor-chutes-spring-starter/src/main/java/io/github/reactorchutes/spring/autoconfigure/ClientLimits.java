package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.spring.properties.BackoffProperties;
import io.github.reactorchutes.spring.properties.CircuitBreakerProperties;
import io.github.reactorchutes.spring.properties.CircuitBreakerProperties.Scope;
import io.github.reactorchutes.spring.properties.ClientProperties;
import io.github.reactorchutes.spring.properties.ConcurrencyProperties;
import io.github.reactorchutes.spring.properties.RateLimitProperties;
import io.github.reactorchutes.spring.properties.RetryProperties;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The filters that the settings of one client define, and their observable state. */
final class ClientLimits {

    private final ClientSettings settings;

    private final Registries registries;

    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    private final Resilience filters;

    ClientLimits(ClientSettings settings, Registries registries) {
        this.settings = settings;
        this.registries = registries;
        this.filters = choose();
    }

    Resilience filters() {
        return filters;
    }

    Map<String, CircuitBreaker.State> breakerStates() {
        Map<String, CircuitBreaker.State> states = new TreeMap<>();
        breakers.forEach((name, breaker) -> states.put(name, breaker.getState()));
        return states;
    }

    private Resilience choose() {
        ClientProperties properties = settings.properties();
        Resilience.Builder chosen = Resilience.builder();
        Duration deadline = properties.getDeadline();
        if (deadline != null) {
            settings.check("deadline", () -> chosen.deadline(deadline));
        }
        if (properties.getConcurrency().isEnabled()) {
            chosen.concurrency(concurrency(properties.getConcurrency()));
        }
        if (properties.getRetry().isEnabled()) {
            chosen.retry(retry(properties.getRetry()));
        }
        if (properties.getRateLimit().isEnabled()) {
            chosen.rateLimit(rateLimit(properties.getRateLimit()));
        }
        if (properties.getCircuitBreaker().isEnabled()) {
            chosen.circuitBreaker(circuitBreaker(properties.getCircuitBreaker()));
        }
        return chosen.build();
    }

    private ConcurrencyLimitFilter concurrency(ConcurrencyProperties limit) {
        int connections = settings.properties().getHttp().getPool().getMaxConnections();
        if (limit.getMaxCalls() > connections) {
            throw new ConfigurationProblem(
                    settings.key("concurrency.max-calls") + " is " + limit.getMaxCalls() + ", more than "
                            + settings.key("http.pool.max-connections") + ", which is " + connections
                            + ": calls would get a permit and then wait for a connection.",
                    "Raise the maximum connections or lower the maximum calls.");
        }
        return settings.valid(
                "concurrency",
                () -> ConcurrencyLimitFilter.of(limit.getMaxCalls(), limit.getMaxWaitingCalls(), limit.getMaxWait()));
    }

    private RetryFilter retry(RetryProperties retry) {
        RetryFilter.Builder builder = RetryFilter.builder()
                .notReached(backoff("retry.not-reached", retry.getNotReached()))
                .capacity(backoff("retry.capacity", retry.getCapacity()))
                .coldStart(backoff("retry.cold-start", retry.getColdStart()))
                .unknownOutcome(backoff("retry.unknown-outcome", retry.getUnknownOutcome()));
        settings.check("retry.max-elapsed", () -> builder.maxElapsed(retry.getMaxElapsed()));
        settings.check("retry.max-retry-after", () -> builder.maxRetryAfter(retry.getMaxRetryAfter()));
        return builder.build();
    }

    private Backoff backoff(String key, BackoffProperties backoff) {
        return settings.valid(
                key, () -> Backoff.of(backoff.getMaxRetries(), backoff.getMinBackoff(), backoff.getMaxBackoff()));
    }

    private RateLimitFilter rateLimit(RateLimitProperties limit) {
        RateLimiterConfig config = settings.valid(
                "rate-limit",
                () -> RateLimiterConfig.custom()
                        .limitForPeriod(limit.getMaxRequests())
                        .limitRefreshPeriod(limit.getPeriod())
                        .timeoutDuration(limit.getMaxWait())
                        .build());
        RateLimitFilter filter =
                RateLimitFilter.of(registries.rateLimiters().registry().rateLimiter(settings.instanceName(), config));
        return limit.isFollowServer() ? filter.followServer() : filter;
    }

    private CircuitBreakerFilter circuitBreaker(CircuitBreakerProperties breaker) {
        if (breaker.getScope() == Scope.CLIENT) {
            requireOwnBreaker();
        }
        CircuitBreakerConfig config = settings.valid("circuit-breaker", () -> config(breaker));
        return CircuitBreakerFilter.of(endpoint -> breakers.computeIfAbsent(
                breakerName(breaker.getScope(), endpoint),
                name -> registries.circuitBreakers().registry().circuitBreaker(name, config)));
    }

    /** A registry identifies breakers by name only, and would return the breaker of another client's endpoint. */
    private void requireOwnBreaker() {
        for (Endpoint endpoint : Endpoint.known()) {
            if (settings.instanceName().endsWith("-" + endpoint.name())) {
                throw new ConfigurationProblem(
                        "The circuit breaker of the Chutes client \"" + settings.name() + "\" would be \""
                                + settings.instanceName() + "\", which is the name of an endpoint's breaker.",
                        "Choose a client name that does not end with an endpoint's name, or leave "
                                + settings.key("circuit-breaker.scope") + " at endpoint.");
            }
        }
    }

    private String breakerName(Scope scope, Endpoint endpoint) {
        return scope == Scope.CLIENT ? settings.instanceName() : settings.instanceName() + "-" + endpoint.name();
    }

    private CircuitBreakerConfig config(CircuitBreakerProperties breaker) {
        if (breaker.getMinimumNumberOfCalls() > breaker.getSlidingWindowSize()) {
            throw new IllegalArgumentException("minimum-number-of-calls is " + breaker.getMinimumNumberOfCalls()
                    + ", more than sliding-window-size, which is " + breaker.getSlidingWindowSize());
        }
        return CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                .slidingWindow(
                        breaker.getSlidingWindowSize(),
                        breaker.getMinimumNumberOfCalls(),
                        SlidingWindowType.COUNT_BASED,
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold(breaker.getFailureRateThreshold())
                .slowCallDurationThreshold(breaker.getSlowCallDurationThreshold())
                .slowCallRateThreshold(breaker.getSlowCallRateThreshold())
                .waitDurationInOpenState(breaker.getWaitDurationInOpenState())
                .permittedNumberOfCallsInHalfOpenState(breaker.getPermittedCallsInHalfOpenState())
                .build();
    }
}
