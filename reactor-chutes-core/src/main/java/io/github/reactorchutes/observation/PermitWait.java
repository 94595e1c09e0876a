package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.observation.ChutesObservationDocumentation.CallEvents;
import io.micrometer.observation.Observation;
import java.time.Duration;

/** The wait for a permit of one limit, and its final event. */
final class PermitWait {

    private final String limit;

    private final long startedNanos = System.nanoTime();

    PermitWait(Limit limit) {
        this.limit = limit == Limit.RATE ? "rate" : "concurrency";
    }

    Ended acquired() {
        return new Ended(CallEvents.PERMIT_ACQUIRED, limit, sinceStart());
    }

    Ended refused() {
        return new Ended(CallEvents.PERMIT_REFUSED, limit, sinceStart());
    }

    private Duration sinceStart() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    record Ended(CallEvents how, String limit, Duration waited) implements Observation.Event {

        @Override
        public String getName() {
            return how.getName();
        }
    }
}
