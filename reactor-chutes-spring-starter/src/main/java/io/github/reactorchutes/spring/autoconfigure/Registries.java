package io.github.reactorchutes.spring.autoconfigure;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/**
 * The registries of breakers and limiters: the application's, so that its metrics, endpoints and settings apply, or
 * private ones.
 */
record Registries(Choice<CircuitBreakerRegistry> circuitBreakers, Choice<RateLimiterRegistry> rateLimiters) {

    private static final Logger logger = LoggerFactory.getLogger(Registries.class);

    static Choice<CircuitBreakerRegistry> circuitBreakers(
            ObjectProvider<CircuitBreakerRegistry> hosts,
            ObjectProvider<RegistryEventConsumer<CircuitBreaker>> consumers) {
        return hostsOr(
                hosts,
                "CircuitBreakerRegistry",
                () -> CircuitBreakerRegistry.of(
                        CircuitBreakerConfig.ofDefaults(),
                        consumers.orderedStream().toList()));
    }

    static Choice<RateLimiterRegistry> rateLimiters(
            ObjectProvider<RateLimiterRegistry> hosts, ObjectProvider<RegistryEventConsumer<RateLimiter>> consumers) {
        return hostsOr(
                hosts,
                "RateLimiterRegistry",
                () -> RateLimiterRegistry.of(
                        RateLimiterConfig.ofDefaults(),
                        consumers.orderedStream().toList()));
    }

    private static <T> Choice<T> hostsOr(ObjectProvider<T> hosts, String type, Supplier<T> own) {
        T unique = hosts.getIfUnique();
        if (unique != null) {
            return new Choice<>(unique, false);
        }
        if (hosts.stream().findAny().isPresent()) {
            logger.warn(
                    "There are several beans of type {} and none is primary; the Chutes clients use a private one",
                    type);
        }
        return new Choice<>(own.get(), true);
    }

    /** A registry, and whether only the clients use it. */
    record Choice<T>(T registry, boolean isPrivate) {}
}
