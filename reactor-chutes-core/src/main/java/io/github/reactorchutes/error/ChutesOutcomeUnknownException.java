package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The request was sent, but no complete response head arrived: a timeout, a closed or reset connection, or a response
 * that is not HTTP. The generation may have run and may be billed, and its video cannot be fetched later. Sending it
 * again can be billed twice, unless it starts an operation with an idempotency key.
 *
 * @since 0.1.0
 */
public final class ChutesOutcomeUnknownException extends ChutesException {

    /** Whether the call had an idempotency key. */
    private final boolean keyed;

    /**
     * Create an exception for a call without an idempotency key, whose outcome is unknown.
     *
     * @param endpoint the endpoint that was called
     * @param phase {@link CallPhase#FIRST_BYTE}
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     */
    public ChutesOutcomeUnknownException(
            Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        this(endpoint, phase, message, cause, false);
    }

    /**
     * Create an exception for a call whose outcome is unknown.
     *
     * @param endpoint the endpoint that was called
     * @param phase {@link CallPhase#FIRST_BYTE}
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     * @param keyed whether the call had an idempotency key
     */
    public ChutesOutcomeUnknownException(
            Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause, boolean keyed) {
        super(endpoint, phase, message, cause);
        this.keyed = keyed;
    }

    /** {@return whether the call had an idempotency key} */
    public boolean isKeyed() {
        return keyed;
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code true} only with an idempotency key, with which the platform returns the operation that it may have
     * started. Without one it may do the work twice.
     */
    @Override
    public boolean isRetryable() {
        return keyed;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Always {@code true}: the platform may have done the work.
     */
    @Override
    public boolean mayBeBilled() {
        return true;
    }
}
