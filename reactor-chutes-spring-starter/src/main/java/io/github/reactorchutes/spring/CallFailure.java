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
     * Create a failure record.
     *
     * @param time when the call ended
     * @param error the cause, usually a {@link ChutesException}
     */
    public CallFailure(Instant time, Throwable error) {
        this.time = time;
        this.error = error;
    }

    /** {@return when the call ended} */
    public Instant time() {
        return time;
    }

    /** {@return the error, usually a {@link ChutesException}} */
    public Throwable error() {
        return error;
    }

    @Override
    public String toString() {
        return "CallFailure[" + time + ", " + error.getClass().getSimpleName() + "]";
    }
}
