package io.github.reactorchutes.benchmarks.peer;

import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;

/** What the guarded clients have in common. */
final class Guards {

    /** Wide enough never to hold a call up. */
    static final RateLimiterConfig WIDE_RATE = RateLimiterConfig.custom()
            .limitForPeriod(1_000_000)
            .limitRefreshPeriod(Duration.ofSeconds(1))
            .build();

    private Guards() {}

    /** Make a registry whose observations become meters. */
    static ObservationRegistry registry() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
        return registry;
    }
}
