package io.github.reactorchutes.exchange;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import java.net.URI;

/**
 * Receives each phase a call enters; with retries, the phases of each attempt in turn. Must not block. An exception of
 * a listener is logged and does not affect the call. An error that Reactor treats as fatal ({@code
 * VirtualMachineError}, {@code LinkageError}) also reaches the uncaught exception handler of the thread.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallListener {

    /** Ignores all events. */
    CallListener NONE = (call, phase) -> {};

    /**
     * Handle the start of a phase.
     *
     * @param call the call, in its current attempt
     * @param phase the phase
     */
    void phaseEntered(ChutesCall call, CallPhase phase);

    /**
     * Handle the request of a permit, just before the call may wait for it. Does nothing unless overridden.
     *
     * @param call the call, in its current attempt
     * @param limit the limit that grants the permit, {@code CONCURRENCY} or {@code RATE}
     */
    default void permitAwaited(ChutesCall call, Limit limit) {}

    /**
     * Handle a granted permit. Does nothing unless overridden.
     *
     * @param call the call, in its current attempt
     * @param limit the limit
     * @param waited whether the call had to wait for it
     */
    default void permitAcquired(ChutesCall call, Limit limit, boolean waited) {}

    /**
     * Handle the target of an attempt, just before it is sent. Does nothing unless overridden.
     *
     * @param call the call, in its current attempt
     * @param url the full URL
     */
    default void addressed(ChutesCall call, URI url) {}

    /**
     * Handle a stalled body: a side has been idle for 5 seconds, or for a quarter of its timeout if that is less.
     * Called once per pause, during the pause; the body may continue or fail later. Does nothing unless overridden.
     *
     * @param call the call, in its current attempt
     * @param idle the side that has been idle
     */
    default void stalled(ChutesCall call, BodySide idle) {}

    /**
     * Return a listener that notifies this one and then another.
     *
     * @param another the other listener
     * @return both
     */
    default CallListener andThen(CallListener another) {
        return new CallListeners(this, another);
    }
}
