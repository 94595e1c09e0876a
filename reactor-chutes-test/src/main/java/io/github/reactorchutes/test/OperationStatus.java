package io.github.reactorchutes.test;

import java.util.Locale;

/**
 * The state of an asynchronous operation.
 *
 * @since 0.1.0
 */
public enum OperationStatus {
    /** The platform has the request, and has not passed it on yet: the operation cannot be cancelled. */
    PENDING,
    /** The work is queued at the provider. Some descriptions of the platform call this {@code queued}. */
    SUBMITTED,
    /** The same as {@link #SUBMITTED}, by its other name. An operation has it only if a test sets it. */
    QUEUED,
    /** The work is in progress. */
    RUNNING,
    /** The artifacts are ready. */
    SUCCEEDED,
    /** The work failed. */
    FAILED,
    /** The caller cancelled the operation. */
    CANCELLED,
    /** The work took too long. */
    EXPIRED;

    /** {@return whether the operation has ended} */
    public boolean isTerminal() {
        return compareTo(SUCCEEDED) >= 0;
    }

    /** {@return the word on the wire, in lower case} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
