package io.github.reactorchutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts what was started and what was stopped. */
final class OpenObservations implements ObservationHandler<Observation.Context> {

    private final AtomicInteger started = new AtomicInteger();

    private final AtomicInteger stopped = new AtomicInteger();

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    @Override
    public void onStart(Observation.Context context) {
        started.incrementAndGet();
    }

    @Override
    public void onStop(Observation.Context context) {
        stopped.incrementAndGet();
    }

    void assertAllStopped() {
        assertThat(started).as("started observations").hasPositiveValue();
        assertThat(stopped).as("stopped observations").hasValue(started.get());
    }
}
