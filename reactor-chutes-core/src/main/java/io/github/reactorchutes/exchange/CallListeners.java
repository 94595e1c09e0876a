package io.github.reactorchutes.exchange;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.guard.CallerCode;
import java.net.URI;
import java.util.function.Consumer;

/** Notifies one listener and then another, even if the first one throws. */
final class CallListeners implements CallListener {

    private static final String WHOSE = "A listener of a call's phases";

    private final CallListener first;

    private final CallListener second;

    CallListeners(CallListener first, CallListener second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void phaseEntered(ChutesCall call, CallPhase phase) {
        enter(first, call, phase);
        enter(second, call, phase);
    }

    /** The most frequent event, so it allocates nothing. */
    private static void enter(CallListener listener, ChutesCall call, CallPhase phase) {
        try {
            listener.phaseEntered(call, phase);
        } catch (Throwable failure) {
            CallerCode.report(WHOSE, failure);
        }
    }

    @Override
    public void permitAwaited(ChutesCall call, Limit limit) {
        signal(listener -> listener.permitAwaited(call, limit));
    }

    @Override
    public void permitAcquired(ChutesCall call, Limit limit, boolean waited) {
        signal(listener -> listener.permitAcquired(call, limit, waited));
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
            CallerCode.run(WHOSE, () -> event.accept(listener));
        }
    }
}
