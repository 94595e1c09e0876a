package io.github.reactorchutes.spring;

import io.github.reactorchutes.error.ChutesException;
import java.time.Instant;

/**
 * A failed call.
 *
 * @since 0.1.0
 */
public final class CallFailure {

    private final Instant time;

    private final Throwable error;

    /**
     * Create the record of a failure.
     *
     * @param time when the call ended
     * @param error why, usually a {@link ChutesException}
     */
    public CallFailure(Instant time, Throwable error) {
        this.time = time;
        this.error = error;
    }

    /**
     * Return when the call ended.
     *
     * @return the time
     */
    public Instant time() {
        return time;
    }

    /**
     * Return why it failed.
     *
     * @return usually a {@link ChutesException}
     */
    public Throwable error() {
        return error;
    }

    @Override
    public String toString() {
        return "CallFailure[" + time + ", " + error.getClass().getSimpleName() + "]";
    }
}
