package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * The convention for the names and keys of an attempt's observation.
 *
 * @since 0.1.0
 */
public interface ChutesAttemptObservationConvention extends ObservationConvention<ChutesAttemptObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesAttemptObservationContext;
    }
}
