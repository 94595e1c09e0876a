package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * What the filters of one choice share.
 *
 * @param registry where the observations are made
 * @param client the name of the client
 * @param isTraced whether the registry is the caller's own, so that parents and inner layers are tied to it
 * @param callConvention the chosen convention of calls, or {@code null} for the registry's or the default one
 * @param attemptConvention the chosen convention of attempts, or {@code null} for the registry's or the default one
 * @param defaultCallConvention the default one
 * @param defaultAttemptConvention the default one
 */
record ObservationSettings(
        ObservationRegistry registry,
        String client,
        boolean isTraced,
        @Nullable ChutesCallObservationConvention callConvention,
        @Nullable ChutesAttemptObservationConvention attemptConvention,
        ChutesCallObservationConvention defaultCallConvention,
        ChutesAttemptObservationConvention defaultAttemptConvention) {

    Observation begin(ChutesCallObservationContext context, ContextView outer) {
        return start(
                () -> ChutesObservationDocumentation.CALL.observation(
                        GuardedConvention.of(callConvention, defaultCallConvention),
                        defaultCallConvention,
                        () -> context,
                        registry),
                outer);
    }

    Observation begin(ChutesAttemptObservationContext context, ContextView outer) {
        return start(
                () -> ChutesObservationDocumentation.ATTEMPT.observation(
                        GuardedConvention.of(attemptConvention, defaultAttemptConvention),
                        defaultAttemptConvention,
                        () -> context,
                        registry),
                outer);
    }

    /** The parent is the one of the Reactor Context; without one, Micrometer has taken the thread's. */
    private Observation start(Supplier<Observation> made, ContextView outer) {
        Observation parent = isTraced ? outer.getOrDefault(ObservationThreadLocalAccessor.KEY, null) : null;
        return Handlers.start(parent == null ? made : () -> made.get().parentObservation(parent));
    }
}
