package io.github.reactorchutes.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.MDC;

/** Does what a tracer's handler does: puts something of the current observation into the MDC. */
final class MdcHandler implements ObservationHandler<Observation.Context> {

    static final String KEY = "observation";

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onScopeOpened(Observation.Context context) {
        MDC.put(KEY, context.getName());
    }

    @Override
    public void onScopeClosed(Observation.Context context) {
        MDC.remove(KEY);
    }
}
