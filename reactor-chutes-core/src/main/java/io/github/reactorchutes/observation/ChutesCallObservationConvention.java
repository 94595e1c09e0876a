package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * The convention for the names and keys of a call's observation.
 *
 * @since 0.1.0
 */
public interface ChutesCallObservationConvention extends ObservationConvention<ChutesCallObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof ChutesCallObservationContext;
    }
}
