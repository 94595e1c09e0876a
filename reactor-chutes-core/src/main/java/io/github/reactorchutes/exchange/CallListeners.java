package io.github.reactorchutes.exchange;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.guard.CallerCode;
import java.net.URI;

/** Notifies one listener and then another, even if the first one throws. What each call reports allocates nothing. */
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

    private static void enter(CallListener listener, ChutesCall call, CallPhase phase) {
        try {
            listener.phaseEntered(call, phase);
        } catch (Throwable failure) {
            CallerCode.report(WHOSE, failure);
        }
    }

    @Override
    public void permitAwaited(ChutesCall call, Limit limit) {
        await(first, call, limit);
        await(second, call, limit);
    }

    private static void await(CallListener listener, ChutesCall call, Limit limit) {
        try {
            listener.permitAwaited(call, limit);
        } catch (Throwable failure) {
            CallerCode.report(WHOSE, failure);
        }
    }

    @Override
    public void permitAcquired(ChutesCall call, Limit limit, boolean waited) {
        acquire(first, call, limit, waited);
        acquire(second, call, limit, waited);
    }

    private static void acquire(CallListener listener, ChutesCall call, Limit limit, boolean waited) {
        try {
            listener.permitAcquired(call, limit, waited);
        } catch (Throwable failure) {
            CallerCode.report(WHOSE, failure);
        }
    }

    @Override
    public void addressed(ChutesCall call, URI url) {
        address(first, call, url);
        address(second, call, url);
    }

    private static void address(CallListener listener, ChutesCall call, URI url) {
        try {
            listener.addressed(call, url);
        } catch (Throwable failure) {
            CallerCode.report(WHOSE, failure);
        }
    }

    @Override
    public void stalled(ChutesCall call, BodySide idle) {
        CallerCode.run(WHOSE, () -> first.stalled(call, idle));
        CallerCode.run(WHOSE, () -> second.stalled(call, idle));
    }
}
