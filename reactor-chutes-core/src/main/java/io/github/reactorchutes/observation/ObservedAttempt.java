package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.micrometer.observation.Observation;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;

/** The observation of one attempt under way. It ends with the attempt or with the call, whichever ends first. */
final class ObservedAttempt implements CallListener {

    private final Observation observation;

    private final ChutesAttemptObservationContext context;

    private final AtomicBoolean ended = new AtomicBoolean();

    ObservedAttempt(Observation observation, ChutesAttemptObservationContext context) {
        this.observation = observation;
        this.context = context;
    }

    Observation observation() {
        return observation;
    }

    ChutesAttemptObservationContext context() {
        return context;
    }

    int number() {
        return context.call().attempt();
    }

    @Override
    public void phaseEntered(ChutesCall call, CallPhase phase) {
        context.enter(phase);
    }

    @Override
    public void addressed(ChutesCall call, URI url) {
        context.addressed(url);
    }

    void end(CallEnd end) {
        if (ended.compareAndSet(false, true)) {
            context.ended(end);
            ChutesCallObservationContext call = context.callContext();
            if (call != null) {
                call.attemptFailed(end.error());
            }
            Handlers.stop(observation, end);
        }
    }
}
