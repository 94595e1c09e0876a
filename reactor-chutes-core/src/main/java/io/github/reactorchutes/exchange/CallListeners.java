package io.github.reactorchutes.exchange;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.guard.CallerCode;
import java.net.URI;
import java.util.function.Consumer;

/** Notifies one listener and then another, even if the first one throws. */
final class CallListeners implements CallListener {

    private final CallListener first;

    private final CallListener second;

    CallListeners(CallListener first, CallListener second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void phaseEntered(ChutesCall call, CallPhase phase) {
        signal(listener -> listener.phaseEntered(call, phase));
    }

    @Override
    public void permitAwaited(ChutesCall call, Limit limit) {
        signal(listener -> listener.permitAwaited(call, limit));
    }

    @Override
    public void permitAcquired(ChutesCall call, Limit limit) {
        signal(listener -> listener.permitAcquired(call, limit));
    }

    @Override
    public void addressed(ChutesCall call, URI url) {
        signal(listener -> listener.addressed(call, url));
    }

    @Override
    public void stalled(ChutesCall call, BodySide idle) {
        signal(listener -> listener.stalled(call, idle));
    }

    private void signal(Consumer<CallListener> event) {
        signal(first, event);
        signal(second, event);
    }

    private static void signal(CallListener listener, Consumer<CallListener> event) {
        if (listener instanceof CallListeners guarded) {
            guarded.signal(event);
        } else if (listener != NONE) {
            CallerCode.run("A listener of a call's phases", () -> event.accept(listener));
        }
    }
}
