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

    private static final Duration LONGEST = Duration.ofDays(365);

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
            chosen.deadline(settings.time("deadline", deadline, LONGEST));
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
        settings.atLeast("concurrency.max-calls", limit.getMaxCalls(), 1);
        settings.atLeast("concurrency.max-waiting-calls", limit.getMaxWaitingCalls(), 0);
        settings.notMore(
                "concurrency.max-calls",
                limit.getMaxCalls(),
                "http.pool.max-connections",
                settings.properties().getHttp().getPool().getMaxConnections(),
                ": calls would get a permit and then wait for a connection");
        return ConcurrencyLimitFilter.of(
                limit.getMaxCalls(),
                limit.getMaxWaitingCalls(),
                settings.time("concurrency.max-wait", limit.getMaxWait(), LONGEST));
    }

    private RetryFilter retry(RetryProperties retry) {
        return RetryFilter.builder()
                .notReached(backoff("retry.not-reached", retry.getNotReached()))
                .capacity(backoff("retry.capacity", retry.getCapacity()))
                .coldStart(backoff("retry.cold-start", retry.getColdStart()))
                .unknownOutcome(backoff("retry.unknown-outcome", retry.getUnknownOutcome()))
                .maxElapsed(settings.time("retry.max-elapsed", retry.getMaxElapsed(), LONGEST))
                .maxRetryAfter(settings.time("retry.max-retry-after", retry.getMaxRetryAfter(), LONGEST))
                .build();
    }

    private Backoff backoff(String group, BackoffProperties backoff) {
        settings.atLeast(group + ".max-retries", backoff.getMaxRetries(), 0);
        Duration min = settings.time(group + ".min-backoff", backoff.getMinBackoff(), LONGEST);
        Duration max = settings.time(group + ".max-backoff", backoff.getMaxBackoff(), LONGEST);
        settings.notMore(group + ".min-backoff", min, group + ".max-backoff", max, "");
        return Backoff.of(backoff.getMaxRetries(), min, max);
    }

    private RateLimitFilter rateLimit(RateLimitProperties limit) {
        settings.atLeast("rate-limit.max-requests", limit.getMaxRequests(), 1);
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitForPeriod(limit.getMaxRequests())
                .limitRefreshPeriod(settings.time("rate-limit.period", limit.getPeriod(), LONGEST))
                .timeoutDuration(settings.timeOrZero("rate-limit.max-wait", limit.getMaxWait(), LONGEST))
                .build();
        RateLimitFilter filter =
                RateLimitFilter.of(registries.rateLimiters().registry().rateLimiter(settings.instanceName(), config));
        return limit.isFollowServer() ? filter.followServer() : filter;
    }

    private CircuitBreakerFilter circuitBreaker(CircuitBreakerProperties breaker) {
        if (breaker.getScope() == Scope.CLIENT) {
            requireOwnBreaker();
        }
        check(breaker);
        CircuitBreakerConfig config = config(breaker);
        return CircuitBreakerFilter.of(endpoint -> breakers.computeIfAbsent(
                breakerName(breaker.getScope(), endpoint),
                name -> registries.circuitBreakers().registry().circuitBreaker(name, config)));
    }

    /** A registry identifies breakers by name only, and would return the breaker of another client's endpoint. */
    private void requireOwnBreaker() {
        for (Endpoint endpoint : Endpoint.known()) {
            if (settings.instanceName().endsWith("-" + endpoint.name())) {
                throw settings.problem(
                        "The circuit breaker of the Chutes client \"" + settings.name() + "\" would be \""
                                + settings.instanceName() + "\", which is the name of an endpoint's breaker.",
                        "Choose a client name that does not end with an endpoint's name, or leave "
                                + settings.key("circuit-breaker.scope") + " at endpoint.",
                        null,
                        "circuit-breaker.scope");
            }
        }
    }

    private String breakerName(Scope scope, Endpoint endpoint) {
        return scope == Scope.CLIENT ? settings.instanceName() : settings.instanceName() + "-" + endpoint.name();
    }

    private void check(CircuitBreakerProperties breaker) {
        String group = "circuit-breaker.";
        settings.atLeast(group + "sliding-window-size", breaker.getSlidingWindowSize(), 1);
        settings.atLeast(group + "minimum-number-of-calls", breaker.getMinimumNumberOfCalls(), 1);
        settings.notMore(
                group + "minimum-number-of-calls",
                breaker.getMinimumNumberOfCalls(),
                group + "sliding-window-size",
                breaker.getSlidingWindowSize(),
                "");
        settings.percentage(group + "failure-rate-threshold", breaker.getFailureRateThreshold());
        settings.percentage(group + "slow-call-rate-threshold", breaker.getSlowCallRateThreshold());
        settings.time(group + "slow-call-duration-threshold", breaker.getSlowCallDurationThreshold(), LONGEST);
        settings.time(group + "wait-duration-in-open-state", breaker.getWaitDurationInOpenState(), LONGEST);
        settings.atLeast(group + "permitted-calls-in-half-open-state", breaker.getPermittedCallsInHalfOpenState(), 1);
    }

    private static CircuitBreakerConfig config(CircuitBreakerProperties breaker) {
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
