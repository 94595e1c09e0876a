package io.github.reactorchutes.jobs;

import org.jspecify.annotations.Nullable;

/**
 * A job that does not exist or cannot do what was asked, or a database that failed.
 *
 * @since 0.1.0
 */
public final class ChutesJobException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * The kind of a failure.
     *
     * @since 0.1.0
     */
    public enum Reason {
        /** No job has this id. */
        NOT_FOUND,
        /** The key belongs to a job with another request. */
        KEY_TAKEN,
        /** The state of the job does not allow it. */
        WRONG_STATE,
        /** The stored request is damaged, or cannot be stored. */
        REQUEST,
        /** The database is not supported, or its tables are missing or newer than this library. */
        SCHEMA,
        /** The database failed; what was asked may or may not have happened. */
        DATABASE,
        /** The jobs are not started, or closed. */
        NOT_RUNNING
    }

    /** The kind of the failure. */
    private final Reason reason;

    ChutesJobException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    ChutesJobException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** {@return the kind of the failure} */
    public Reason reason() {
        return reason;
    }
}
