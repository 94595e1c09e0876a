package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import java.util.concurrent.CancellationException;

/** The kinds of failures that can be retried, each with its own backoff. */
enum RetryKind {
    /** The platform was not reached. */
    NOT_REACHED,
    /** Every instance is at capacity, or there were too many requests. */
    CAPACITY,
    /** No instance is running yet. */
    COLD_START,
    /** The call may have been processed, but it has an idempotency key: the platform starts one operation for it. */
    KEYED_START,
    /** The call may have been processed: a retry may be billed again. */
    UNKNOWN_OUTCOME,
    /** A retry would not help or is not possible. */
    NONE;

    static RetryKind of(Throwable error) {
        if (error instanceof ChutesNotSentException notSent) {
            return notSent.isRetryable() ? NOT_REACHED : NONE;
        }
        if (error instanceof ChutesResponseException answer) {
            return ofAnswer(answer);
        }
        return error instanceof ChutesOutcomeUnknownException unknown ? ofUnknown(unknown) : NONE;
    }

    /** A client that was closed meanwhile cannot send again. */
    private static RetryKind ofUnknown(ChutesOutcomeUnknownException failure) {
        boolean closedHere = failure.getCause() instanceof CancellationException;
        return failure.isKeyed() && !closedHere ? KEYED_START : UNKNOWN_OUTCOME;
    }

    private static RetryKind ofAnswer(ChutesResponseException answer) {
        return switch (answer.reason()) {
            case NOT_PROCESSED -> NOT_REACHED;
            case CAPACITY, RATE_LIMITED -> CAPACITY;
            case COLD_START -> COLD_START;
            case SERVER_ERROR -> answer.isRetryable() ? KEYED_START : UNKNOWN_OUTCOME;
            default -> NONE;
        };
    }
}
