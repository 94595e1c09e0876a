package io.github.reactorchutes.observation;

import io.github.reactorchutes.guard.CallerCode;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;

/**
 * A handler whose exceptions do not affect other handlers, because the application's meter registry and its filters may
 * throw.
 */
final class GuardedHandler implements ObservationHandler<Observation.Context> {

    private static final String WHOSE = "A meter registry";

    private final ObservationHandler<Observation.Context> handler;

    GuardedHandler(ObservationHandler<Observation.Context> handler) {
        this.handler = handler;
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return handler.supportsContext(context);
    }

    @Override
    public void onStart(Observation.Context context) {
        CallerCode.run(WHOSE, () -> handler.onStart(context));
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
        CallerCode.run(WHOSE, () -> handler.onEvent(event, context));
    }

    @Override
    public void onError(Observation.Context context) {
        CallerCode.run(WHOSE, () -> handler.onError(context));
    }

    @Override
    public void onStop(Observation.Context context) {
        CallerCode.run(WHOSE, () -> handler.onStop(context));
    }
}
