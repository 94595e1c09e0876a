package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;

/** The failures that can be answered by sending again, each with a pace of its own. */
enum RetryKind {
    /** The platform was not reached. */
    NOT_REACHED,
    /** Every instance is at capacity, or too many requests came. */
    CAPACITY,
    /** No instance is up yet. */
    COLD_START,
    /** The work may have been done: sending again may pay twice. */
    UNKNOWN_OUTCOME,
    /** Sending again would not help, or is not possible. */
    NONE;

    static RetryKind of(Throwable error) {
        if (error instanceof ChutesNotSentException notSent) {
            return notSent.isRetryable() ? NOT_REACHED : NONE;
        }
        if (error instanceof ChutesResponseException answer) {
            return ofAnswer(answer.reason());
        }
        return error instanceof ChutesOutcomeUnknownException ? UNKNOWN_OUTCOME : NONE;
    }

    private static RetryKind ofAnswer(Reason reason) {
        return switch (reason) {
            case NOT_PROCESSED -> NOT_REACHED;
            case CAPACITY, RATE_LIMITED -> CAPACITY;
            case COLD_START -> COLD_START;
            case SERVER_ERROR -> UNKNOWN_OUTCOME;
            default -> NONE;
        };
    }
}
