package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stops calling an endpoint that keeps failing, by a Resilience4j {@link CircuitBreaker} for each. It is told the outcome
 * of a call once, when the body has ended: a video that broke off is a failure, whatever its head said. What does not
 * speak about the server's health, such as a 4xx, a platform that is at capacity or cold, a cancelled or an abandoned call, is not
 * counted. Time is measured to the first byte, since the pace of a body is the consumer's.
 *
 * <p><b>Errors.</b> {@link ChutesCallRejectedException} with {@link Limit#CIRCUIT_OPEN} and the time until half-open.
 *
 * @since 0.1.0
 */
public final class CircuitBreakerFilter implements VideoExchangeFilter {

    private final Function<Endpoint, CircuitBreaker> breakers;

    private final @Nullable CircuitBreakerRegistry registry;

    private final Map<CircuitBreaker, GuardedBreaker> guarded = new ConcurrentHashMap<>();

    private CircuitBreakerFilter(
            Function<Endpoint, CircuitBreaker> breakers, @Nullable CircuitBreakerRegistry registry) {
        this.breakers = breakers;
        this.registry = registry;
    }

    /**
     * Guard each endpoint with a breaker of its own and the {@link #defaultConfig() default settings}.
     *
     * @return the filter
     */
    public static CircuitBreakerFilter perEndpoint() {
        return perEndpoint(CircuitBreakerRegistry.of(defaultConfig()));
    }

    /**
     * Guard each endpoint with a breaker of a registry, named {@code chutes-<endpoint>}, made with the registry's
     * settings where it has none of that name.
     *
     * @param registry the registry; start from {@link #defaultConfig()}, because Resilience4j's own default takes every
     *     generation of over a minute for a slow call and opens
     * @return the filter
     */
    public static CircuitBreakerFilter perEndpoint(CircuitBreakerRegistry registry) {
        return new CircuitBreakerFilter(endpoint -> registry.circuitBreaker("chutes-" + endpoint.name()), registry);
    }

    /**
     * Guard endpoints with chosen breakers.
     *
     * @param breakers returns the breaker of an endpoint; always the same one for the same endpoint
     * @return the filter
     */
    public static CircuitBreakerFilter of(Function<Endpoint, CircuitBreaker> breakers) {
        return new CircuitBreakerFilter(breakers, null);
    }

    /**
     * Return settings that fit generations of minutes: opens at half of the last 20 calls failed, of 10 at least; stays
     * open for 30 seconds; lets 2 calls probe; no call is slow before an hour; a window without locks.
     *
     * @return the settings
     */
    public static CircuitBreakerConfig defaultConfig() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold(50)
                .slowCallDurationThreshold(Duration.ofHours(1))
                .waitDurationInOpenState(Duration.ofSeconds(30))
                .permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(Duration.ofMinutes(15))
                .build();
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.defer(() -> {
            GuardedBreaker breaker = guarded.computeIfAbsent(
                    Chosen.by(breakers, call.endpoint(), "circuit breaker"), GuardedBreaker::new);
            GuardedBreaker.Permission permission = breaker.tryAcquire();
            return permission == null
                    ? Mono.error(refusal(call, breaker))
                    : VideoResponse.doOnEnd(Mono.defer(() -> next.exchange(call)), permission::end);
        });
    }

    /** {@return the registry of the breakers, or {@code null} if a function chooses them} */
    public @Nullable CircuitBreakerRegistry registry() {
        return registry;
    }

    private static ChutesCallRejectedException refusal(ChutesCall call, GuardedBreaker breaker) {
        Duration wait = breaker.timeUntilHalfOpen();
        return new ChutesCallRejectedException(
                call.endpoint(), Limit.CIRCUIT_OPEN, "the circuit breaker " + breaker.describe(wait), wait);
    }
}
