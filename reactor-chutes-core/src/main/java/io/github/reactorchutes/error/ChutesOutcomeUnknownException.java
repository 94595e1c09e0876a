package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The request was sent, but no complete response head arrived: a timeout, a closed or reset connection, or a response
 * that is not HTTP. The generation may have run and may be billed, and its video cannot be fetched later. Sending it
 * again can be billed twice.
 *
 * @since 0.1.0
 */
public final class ChutesOutcomeUnknownException extends ChutesException {

    /**
     * Create an exception for a call whose outcome is unknown.
     *
     * @param endpoint the endpoint that was called
     * @param phase {@link CallPhase#FIRST_BYTE}
     * @param message what happened, without secrets
     * @param cause the underlying failure, if any
     */
    public ChutesOutcomeUnknownException(
            Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        super(endpoint, phase, message, cause);
    }

    /** {@inheritDoc} Always {@code false}: the platform may have done the work. */
    @Override
    public boolean isRetryable() {
        return false;
    }
}
