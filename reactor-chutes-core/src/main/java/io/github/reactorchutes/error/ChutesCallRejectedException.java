package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit of this client refused the call. Nothing was sent and nothing is billed.
 *
 * @since 0.1.0
 */
public final class ChutesCallRejectedException extends ChutesException {

    /** The limit that refused. */
    public enum Limit {
        /** As many calls as allowed are under way, and the queue is full or the wait for a permit took too long. */
        CONCURRENCY,
        /** The wait for the rate limiter took too long, or its queue is full. */
        RATE,
        /** The circuit breaker of the endpoint is open. */
        CIRCUIT_OPEN
    }

    /** The limit that refused the call. */
    private final Limit limit;

    /** How long to wait before it can succeed, if that is known. */
    private final @Nullable Duration retryAfter;

    /**
     * Create the error of a refused call.
     *
     * @param endpoint the endpoint that was to be called
     * @param limit the limit that refused
     * @param message what was exceeded
     * @param retryAfter when a call may pass again, if that is known
     */
    public ChutesCallRejectedException(Endpoint endpoint, Limit limit, String message, @Nullable Duration retryAfter) {
        super(endpoint, CallPhase.PREPARE, message, null);
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    /**
     * Return the limit that refused.
     *
     * @return the limit
     */
    public Limit limit() {
        return limit;
    }

    /**
     * Return when a call may pass again: for an open circuit the time until it is half-open.
     *
     * @return the wait, or {@code null} if it is not known
     */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** {@inheritDoc} Always false: the limit stands until something else changes. */
    @Override
    public boolean isRetryable() {
        return false;
    }
}
