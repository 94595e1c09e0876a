package io.github.reactorchutes.error;

import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A limit of this client rejected the call. Nothing was sent and nothing is billed.
 *
 * @since 0.1.0
 */
public final class ChutesCallRejectedException extends ChutesException {

    /** The limit that rejected the call. */
    public enum Limit {
        /** All permits are in use, and the queue is full or the wait for a permit took too long. */
        CONCURRENCY,
        /** The wait for the rate limiter was too long, or its queue is full. */
        RATE,
        /** The circuit breaker of the endpoint is open. */
        CIRCUIT_OPEN
    }

    /**
     * The limit that rejected the call. */
    private final Limit limit;

    /** The time until a call may pass again, if known. */
    private final @Nullable Duration retryAfter;

    /**
     * Create an exception for a rejected call.
     *
     * @param endpoint the endpoint of the call
     * @param limit the limit that rejected the call
     * @param message why the call was rejected
     * @param retryAfter the time until a call may pass again, if known
     */
    public ChutesCallRejectedException(Endpoint endpoint, Limit limit, String message, @Nullable Duration retryAfter) {
        super(endpoint, CallPhase.PREPARE, message, null);
        this.limit = limit;
        this.retryAfter = retryAfter;
    }

    /** {@return the limit that rejected the call} */
    public Limit limit() {
        return limit;
    }

    /**
     * Return the time until a call may pass again: for an open circuit breaker, the time until it is half-open.
     *
     * @return the wait, or {@code null} if unknown
     */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** {@inheritDoc} Always {@code false}: the limit applies until other calls end or time passes. */
    @Override
    public boolean isRetryable() {
        return false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Always {@code false}: nothing was sent.
     */
    @Override
    public boolean mayBeBilled() {
        return false;
    }
}
