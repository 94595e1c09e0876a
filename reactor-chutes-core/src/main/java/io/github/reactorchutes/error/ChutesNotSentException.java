package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * The request certainly never reached the platform: no token, no connection from the pool, no address, no connection,
 * no TLS session. {@link #phase()} says which. Nothing was generated and nothing is billed.
 *
 * @since 0.1.0
 */
public final class ChutesNotSentException extends ChutesException {

    /**
     * Create the error of a call that was never sent.
     *
     * @param endpoint the endpoint that was called
     * @param phase the phase that failed
     * @param message what happened, without any secret
     * @param cause the underlying failure, if there is one
     */
    public ChutesNotSentException(Endpoint endpoint, CallPhase phase, String message, @Nullable Throwable cause) {
        super(endpoint, phase, message, cause);
    }

    /**
     * {@inheritDoc}
     *
     * <p>True for the network's phases; false for {@link CallPhase#PREPARE}, where the same call would fail again.
     */
    @Override
    public boolean isRetryable() {
        return phase() != CallPhase.PREPARE;
    }
}
