package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The request was sent, at least in part, and no complete answer head came back: a time-out, a closed or reset
 * connection, an answer that is no HTTP. The generation may have run and may be billed, and its video cannot be
 * fetched later; sending it again can pay twice.
 *
 * @since 0.1.0
 */
public final class ChutesOutcomeUnknownException extends ChutesException {

    /**
     * Create the error of a call whose outcome is unknown.
     *
     * @param endpoint the endpoint that was called
     * @param phase {@link CallPhase#FIRST_BYTE}
     * @param message what happened, without any secret
     * @param cause the underlying failure, if there is one
     */
    public ChutesOutcomeUnknownException(
            Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        super(endpoint, phase, message, cause);
    }

    /** {@inheritDoc} Always false: the platform may have done the work. */
    @Override
    public boolean isRetryable() {
        return false;
    }
}
