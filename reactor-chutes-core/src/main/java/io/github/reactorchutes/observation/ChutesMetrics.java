package io.github.reactorchutes.observation;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.function.Consumer;

/**
 * Measures calls with a {@link MeterRegistry} alone, where there is no observation registry: the same timers and meters,
 * no spans. Never together with {@link ChutesObservations}, which would count each call twice.
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
     * Measure calls. Add it before, between or after other filters, once; several clients can share what it returns.
     *
     * @param registry where the meters are made; once for each registry
     * @return what changes a client's list of filters
     */
    public static Consumer<List<VideoExchangeFilter>> of(MeterRegistry registry) {
        return builder(registry).build();
    }

    /**
     * Begin a choice of names and conventions, for several clients in turn.
     *
     * @param registry where the meters are made; one builder for each registry
     * @return a builder with the default conventions
     */
    public static ChutesObservations.Builder builder(MeterRegistry registry) {
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new GuardedHandler(new DefaultMeterObservationHandler(registry)))
                .observationHandler(new GuardedHandler(new ChutesMeterObservationHandler(registry)));
        return ChutesObservations.untraced(observations);
    }
}
