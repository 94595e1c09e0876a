package io.github.reactorchutes.benchmarks.peer;

import io.github.reactorchutes.observation.ChutesMeterObservationHandler;
import io.github.reactorchutes.observation.ChutesTimerObservationHandler;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
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

    /** Create a registry whose observations become meters, as in an application with the starter. */
    static ObservationRegistry registry() {
        MeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new ChutesTimerObservationHandler(meters), new DefaultMeterObservationHandler(meters)))
                .observationHandler(new ChutesMeterObservationHandler(meters));
        return registry;
    }
}
