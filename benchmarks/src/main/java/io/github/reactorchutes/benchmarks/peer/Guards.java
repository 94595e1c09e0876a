package io.github.reactorchutes.benchmarks.peer;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;

/** The common parts of the guarded clients. */
final class Guards {

    /** High enough never to delay a call. */
    static final RateLimiterConfig WIDE_RATE = RateLimiterConfig.custom()
            .limitForPeriod(1_000_000)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .build();

    private Guards() {}

    /** Create a registry whose observations become meters. */
    static ObservationRegistry registry() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
        return registry;
    }
}
