package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The platform certainly did not receive the whole request: no token, no pooled connection, no address, no connection,
 * no TLS session, or an incomplete upload. {@link #phase()} is the failed step. Nothing was generated and nothing is
 * billed.
 *
 * @since 0.1.0
 */
public final class ChutesNotSentException extends ChutesException {

    /** The origin of the failure. */
    public enum Reason {
        /** This client: its token, its image, its limits, or its shutdown. */
        LOCAL,
        /** The network or the server; the failure may be temporary. */
        NETWORK,
        /** A proxy, which refuses this client or this host and will do so again. */
        PROXY_REFUSED
    }

    /** The origin of the failure. */
    private final Reason reason;

    /**
     * Create an exception for a call that was not sent, with the default reason of its phase.
     *
     * @param endpoint the endpoint that was called
     * @param phase the phase that failed
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     */
    public ChutesNotSentException(Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        this(endpoint, phase, isOfNetwork(phase) ? Reason.NETWORK : Reason.LOCAL, message, cause);
    }

    /**
     * Create an exception for a call that was not sent.
     *
     * @param endpoint the endpoint that was called
     * @param phase the phase that failed
     * @param reason the origin of the failure
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     */
    public ChutesNotSentException(
            Endpoint endpoint, CallPhase phase, Reason reason, String message, @Nullable Throwable cause) {
        super(endpoint, phase, message, cause);
        this.reason = reason;
    }

    private static boolean isOfNetwork(CallPhase phase) {
        return phase == CallPhase.RESOLVE || phase == CallPhase.CONNECT || phase == CallPhase.TLS;
    }

    /** {@return the origin of the failure} */
    public Reason reason() {
        return reason;
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code false} for {@link CallPhase#PREPARE} and {@link Reason#PROXY_REFUSED}, where the same call would fail
     * again; otherwise {@code true}.
     */
    @Override
    public boolean isRetryable() {
        return phase() != CallPhase.PREPARE && reason != Reason.PROXY_REFUSED;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Always {@code false}: the platform did not receive the whole request.
     */
    @Override
    public boolean mayBeBilled() {
        return false;
    }
}
