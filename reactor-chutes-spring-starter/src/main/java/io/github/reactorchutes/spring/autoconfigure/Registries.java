package io.github.reactorchutes.spring.autoconfigure;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;

/** The host's registries of Resilience4j, so that its metrics, endpoints and settings apply; or private ones. */
record Registries(CircuitBreakerRegistry circuitBreakers, RateLimiterRegistry rateLimiters) {

    private static final Logger logger = LoggerFactory.getLogger(Registries.class);

    static Registries of(
            ObjectProvider<CircuitBreakerRegistry> circuitBreakers, ObjectProvider<RateLimiterRegistry> rateLimiters) {
        return new Registries(
                hostsOr(circuitBreakers, CircuitBreakerRegistry::ofDefaults, "CircuitBreakerRegistry"),
                hostsOr(rateLimiters, RateLimiterRegistry::ofDefaults, "RateLimiterRegistry"));
    }

    private static <T> T hostsOr(ObjectProvider<T> hosts, Supplier<T> own, String type) {
        T unique = hosts.getIfUnique();
        if (unique != null) {
            return unique;
        }
        if (hosts.stream().findAny().isPresent()) {
            logger.warn(
                    "There are several beans of type {} and none is primary: Chutes clients use one of their own",
                    type);
        }
        return own.get();
    }
}
