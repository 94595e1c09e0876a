package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * A query got no usable response: no connection, a timeout, a cut response, or content that is not what the query asks
 * for. Queries are requests to the platform's management API, such as those for the catalogue, the account, a warm-up or
 * the state of an operation. They generate nothing and are never billed. {@link #endpoint()} names the query.
 *
 * @since 0.1.0
 */
public final class ChutesQueryException extends ChutesException {

    /** Whether the same query may succeed. */
    private final boolean retryable;

    /**
     * Create an exception for a query.
     *
     * @param endpoint the name and the URL of the query
     * @param phase the phase that failed
     * @param message what happened, without secrets
     * @param retryable whether the same query may succeed
     * @param cause the underlying failure, if any
     */
    public ChutesQueryException(
            Endpoint endpoint, CallPhase phase, String message, boolean retryable, @Nullable Throwable cause) {
        super(endpoint, phase, message, cause);
        this.retryable = retryable;
    }

    /** {@inheritDoc} {@code false} if the content of the response is wrong, or the query cannot be sent. */
    @Override
    public boolean isRetryable() {
        return retryable;
    }

    /** {@inheritDoc} Always {@code false}: a query changes nothing. */
    @Override
    public boolean mayBeBilled() {
        return false;
    }
}
