package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.spring.properties.BackoffProperties;
import io.github.reactorchutes.spring.properties.CircuitBreakerProperties;
import io.github.reactorchutes.spring.properties.CircuitBreakerProperties.Scope;
import io.github.reactorchutes.spring.properties.ClientProperties;
import io.github.reactorchutes.spring.properties.ConcurrencyProperties.PermitUntil;
import io.github.reactorchutes.spring.properties.RetryProperties;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The filters that the settings of one client define, and their observable state. */
final class ClientLimits {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final ClientSettings settings;

    private final Registries registries;

    private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

    private final AccountLimits account;

    /** The account's permits, held as long as this client's settings say. */
    private final @Nullable ConcurrencyLimitFilter sharedPermits;

    private final Resilience filters;

    ClientLimits(ClientSettings settings, Registries registries, AccountLimits account) {
        this.settings = settings;
        this.registries = registries;
        this.account = account;
        this.sharedPermits = held(account.concurrency());
        this.filters = choose();
    }

    /** Return the filters of the client: its own, or those that it shares with its account. */
    Resilience filters() {
        return filters;
    }

    /** Return the names of the clients with the same token. */
    Set<String> sharesWith() {
        return account.others(settings.name());
    }

    /** Add the filters to a client: each limit of its own, and behind it that of the account. */
    void addTo(List<VideoExchangeFilter> chain) {
        filters.accept(chain);
        addBehind(chain, filters.concurrency(), sharedPermits);
        addBehind(chain, filters.rateLimit(), account.rateLimit());
    }

    /** As a lambda, so that the account's permits are not compared with the connections of this client. */
    private static void addBehind(
            List<VideoExchangeFilter> chain, @Nullable VideoExchangeFilter own, @Nullable VideoExchangeFilter shared) {
        if (own != null && shared != null && own != shared) {
            chain.add(chain.indexOf(own) + 1, (call, next) -> shared.filter(call, next));
        }
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
            choose(held(account.narrowerConcurrency(settings)), sharedPermits, chosen::concurrency);
        }
        if (properties.getRetry().isEnabled()) {
            chosen.retry(retry(properties.getRetry()));
        }
        if (properties.getRateLimit().isEnabled()) {
            choose(account.narrowerRateLimit(settings), account.rateLimit(), chosen::rateLimit);
        }
        if (properties.getCircuitBreaker().isEnabled()) {
            chosen.circuitBreaker(circuitBreaker(properties.getCircuitBreaker()));
        }
        return chosen.build();
    }

    private @Nullable ConcurrencyLimitFilter held(@Nullable ConcurrencyLimitFilter limit) {
        return limit != null && settings.properties().getConcurrency().getPermitUntil() == PermitUntil.FIRST_BYTE
                ? limit.untilFirstByte()
                : limit;
    }

    private static <T> void choose(@Nullable T own, @Nullable T shared, Consumer<T> choice) {
        T chosen = own == null ? shared : own;
        if (chosen != null) {
            choice.accept(chosen);
        }
    }

    private RetryFilter retry(RetryProperties retry) {
        return RetryFilter.builder()
                .notReached(backoff("retry.not-reached", retry.getNotReached()))
                .capacity(backoff("retry.capacity", retry.getCapacity()))
                .coldStart(backoff("retry.cold-start", retry.getColdStart()))
                .keyedStart(backoff("retry.keyed-start", retry.getKeyedStart()))
                .unknownOutcome(backoff("retry.unknown-outcome", retry.getUnknownOutcome()))
                .maxElapsed(settings.time("retry.max-elapsed", retry.getMaxElapsed(), LONGEST))
                .maxRetryAfter(settings.time("retry.max-retry-after", retry.getMaxRetryAfter(), LONGEST))
                .watchWarmUp(retry.isWatchWarmUp())
                .build();
    }

    private Backoff backoff(String group, BackoffProperties backoff) {
        settings.atLeast(group + ".max-retries", backoff.getMaxRetries(), 0);
        Duration min = settings.time(group + ".min-backoff", backoff.getMinBackoff(), LONGEST);
        Duration max = settings.time(group + ".max-backoff", backoff.getMaxBackoff(), LONGEST);
        settings.notMore(group + ".min-backoff", min, group + ".max-backoff", max, "");
        return Backoff.of(backoff.getMaxRetries(), min, max);
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
                        SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(breaker.getFailureRateThreshold())
                .slowCallDurationThreshold(breaker.getSlowCallDurationThreshold())
                .slowCallRateThreshold(breaker.getSlowCallRateThreshold())
                .waitDurationInOpenState(breaker.getWaitDurationInOpenState())
                .permittedNumberOfCallsInHalfOpenState(breaker.getPermittedCallsInHalfOpenState())
                .build();
    }
}
