package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of a call, and its keys.
 *
 * @since 0.1.0
 */
public interface ChutesCallObservationConvention extends ObservationConvention<ChutesCallObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesCallObservationContext;
    }
}
