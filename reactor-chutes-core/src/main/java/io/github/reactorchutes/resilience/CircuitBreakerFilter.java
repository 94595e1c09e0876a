package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.Passage;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.Endpoint;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Stops calling an endpoint that keeps failing. Each endpoint has a Resilience4j {@link CircuitBreaker}, which records
 * the outcome of a call once, at the end of its body. An incomplete video is thus a failure even after a successful
 * head. Outcomes that do not reflect the server's health are not recorded: a 4xx, a platform that is at capacity or
 * cold, a cancelled or an abandoned call. The recorded time is the time to the first byte, because the consumer sets
 * the pace of the body. Outcomes are recorded one after the other.
 *
 * <p>Give a registry or a breaker the synchronized sliding window, Resilience4j's default. With the lock-free one, a young
 * garbage collection takes longer, the more calls have ended since the last one.
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
     * Guard each endpoint with its own breaker and the {@link #defaultConfig() default settings}.
     *
     * @return the filter
     */
    public static CircuitBreakerFilter perEndpoint() {
        return perEndpoint(CircuitBreakerRegistry.of(defaultConfig()));
    }

    /**
     * Guard each endpoint with a breaker of a registry, named {@code chutes-<endpoint>}. A missing breaker is created
     * with the registry's default settings.
     *
     * @param registry the registry; start from {@link #defaultConfig()}, because with Resilience4j's defaults every
     *     generation of more than a minute counts as a slow call and opens the breaker
     * @return the filter
     */
    public static CircuitBreakerFilter perEndpoint(CircuitBreakerRegistry registry) {
        return new CircuitBreakerFilter(endpoint -> registry.circuitBreaker("chutes-" + endpoint.name()), registry);
    }

    /**
     * Guard each endpoint with the breaker that a function returns.
     *
     * @param breakers returns the breaker of an endpoint, always the same one for an endpoint
     * @return the filter
     */
    public static CircuitBreakerFilter of(Function<Endpoint, CircuitBreaker> breakers) {
        return new CircuitBreakerFilter(breakers, null);
    }

    /**
     * Return settings that suit generations of several minutes. The breaker opens when half of the last 20 calls, and
     * of at least 10, have failed. It stays open for 30 seconds and then permits 2 trial calls. A call counts as slow
     * after an hour.
     *
     * @return the settings
     */
    public static CircuitBreakerConfig defaultConfig() {
        return CircuitBreakerConfig.custom()
                .slidingWindow(20, 10, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(50)
                .slowCallDurationThreshold(Duration.ofHours(1))
                .waitDurationInOpenState(Duration.ofSeconds(30))
                .permittedNumberOfCallsInHalfOpenState(2)
                .maxWaitDurationInHalfOpenState(Duration.ofMinutes(15))
                .build();
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Passage.of(context -> begin(call, next));
    }

    private Passage begin(ChutesCall call, VideoExchange next) {
        GuardedBreaker breaker = breaker(Chosen.by(breakers, call.endpoint(), "circuit breaker"));
        GuardedBreaker.Permission permission = breaker.tryAcquire();
        return permission == null
                ? Passage.through(Mono.error(refusal(call, breaker)))
                : new Permitted(permission, call, next);
    }

    /** Look first: computing locks, even if the breaker exists. */
    private GuardedBreaker breaker(CircuitBreaker chosen) {
        GuardedBreaker known = guarded.get(chosen);
        return known == null ? guarded.computeIfAbsent(chosen, GuardedBreaker::new) : known;
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

    private record Permitted(GuardedBreaker.Permission permission, ChutesCall call, VideoExchange next)
            implements Passage {

        @Override
        public Mono<VideoResponse> exchange() {
            return next.exchange(call);
        }

        @Override
        public void ended(CallEnd end) {
            permission.end(end);
        }
    }
}
