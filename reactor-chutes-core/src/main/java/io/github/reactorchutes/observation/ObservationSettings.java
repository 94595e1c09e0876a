package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * The settings that the filters of one client share.
 *
 * @param registry the registry of the observations
 * @param client the name of the client
 * @param isTraced whether the registry belongs to the application, so that observations have parents and are propagated
 * @param callConvention the convention for calls, or {@code null} for the registry's or the default one
 * @param attemptConvention the convention for attempts, or {@code null} for the registry's or the default one
 * @param defaultCallConvention the default convention for calls
 * @param defaultAttemptConvention the default convention for attempts
 */
record ObservationSettings(
        ObservationRegistry registry,
        String client,
        boolean isTraced,
        @Nullable ObservationConvention<ChutesCallObservationContext> callConvention,
        @Nullable ObservationConvention<ChutesAttemptObservationContext> attemptConvention,
        ChutesCallObservationConvention defaultCallConvention,
        ChutesAttemptObservationConvention defaultAttemptConvention) {

    Observation begin(ChutesCallObservationContext context, ContextView outer) {
        return Handlers.start(() -> childOf(
                outer,
                ChutesObservationDocumentation.CALL.observation(
                        callConvention, defaultCallConvention, () -> context, registry)));
    }

    Observation begin(ChutesAttemptObservationContext context, ContextView outer) {
        return Handlers.start(() -> childOf(
                outer,
                ChutesObservationDocumentation.ATTEMPT.observation(
                        attemptConvention, defaultAttemptConvention, () -> context, registry)));
    }

    /** The Reactor Context provides the parent; without one, Micrometer uses the thread's. */
    private Observation childOf(ContextView outer, Observation made) {
        Observation parent = isTraced ? outer.getOrDefault(ObservationThreadLocalAccessor.KEY, null) : null;
        return parent == null ? made : made.parentObservation(parent);
    }
}
