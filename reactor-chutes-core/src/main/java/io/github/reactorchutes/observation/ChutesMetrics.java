package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures calls with only a {@link MeterRegistry}, for applications without an observation registry. It records the
 * same timers and meters, but no spans. Do not combine it with {@link ChutesObservations}, because each call would be
 * counted twice.
 *
 * <pre>{@code
 * ChutesClient client = ChutesClient.builder()
 *         .apiToken(token)
 *         .filters(Resilience.defaults())
 *         .filters(ChutesMetrics.of(meterRegistry))
 *         .build();
 * }</pre>
 *
 * @since 0.1.0
 */
public final class ChutesMetrics {

    private ChutesMetrics() {}

    /**
     * Measure calls with the default conventions. Add the result once to each client, before, between or after other
     * filters. Clients can share it.
     *
     * @param registry the registry of the meters; use one result per registry
     * @return a change to a client's filter list
     */
    public static Consumer<List<VideoExchangeFilter>> of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /**
     * Return a builder for other names and conventions, which can build for several clients in turn.
     *
     * @param registry the registry of the meters; use one builder per registry
     * @return a builder with the default conventions
     */
    public static ChutesObservations.Builder builder(MeterRegistry registry) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new GuardedHandler(new ChutesTimerObservationHandler(registry)))
                .observationHandler(new GuardedHandler(new ChutesMeterObservationHandler(registry)));
        return ChutesObservations.untraced(observations);
    }
}
