package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of an attempt, and its keys.
 *
 * @since 0.1.0
 */
public interface ChutesAttemptObservationConvention extends ObservationConvention<ChutesAttemptObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesAttemptObservationContext;
    }
}
