package io.github.reactorchutes.exchange;

import io.github.reactorchutes.error.CallPhase;
import java.net.URI;

/**
 * Is told of each phase a call enters; with retries, of each attempt's phases in turn. Must not block.
 * What a listener throws is logged and does not affect the call; an error that is fatal by Reactor's rule
 * ({@code VirtualMachineError}, {@code LinkageError}) also reaches the uncaught exception handler of the thread.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface CallListener {

    /** Listens to nothing. */
    CallListener NONE = (call, phase) -> {};

    /**
     * Learn that a call has entered a phase.
     *
     * @param call the call, in its current attempt
     * @param phase the phase
     */
    void phaseEntered(VideoCall call, CallPhase phase);

    /**
     * Learn where an attempt is sent, just before it is. Does nothing unless overridden.
     *
     * @param call the call, in its current attempt
     * @param url the full URL
     */
    default void addressed(VideoCall call, URI url) {}

    /**
     * Learn that a body stands still: a side has been idle for 5 seconds, or for a quarter of its time-out if that is
     * less. Told once for each pause, while it lasts; whether the body goes on or is given up shows later. Does nothing
     * unless overridden.
     *
     * @param call the call, in its current attempt
     * @param idle the side that has been idle
     */
    default void stalled(VideoCall call, BodySide idle) {}

    /**
     * Return a listener that tells this one and then another.
     *
     * @param another the other listener
     * @return both
     */
    default CallListener andThen(CallListener another) {
        return new CallListeners(this, another);
    }
}
