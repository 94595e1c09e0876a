package io.github.reactorchutes.exchange;

import io.github.reactorchutes.error.CallPhase;
import java.net.URI;

/** Tells one listener and then another. */
final class CallListeners implements CallListener {

    private final CallListener first;

    private final CallListener second;

    CallListeners(CallListener first, CallListener second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void phaseEntered(VideoCall call, CallPhase phase) {
        first.phaseEntered(call, phase);
        second.phaseEntered(call, phase);
    }

    @Override
    public void addressed(VideoCall call, URI url) {
        first.addressed(call, url);
        second.addressed(call, url);
    }

    @Override
    public void stalled(VideoCall call, BodySide idle) {
        first.stalled(call, idle);
        second.stalled(call, idle);
    }
}
