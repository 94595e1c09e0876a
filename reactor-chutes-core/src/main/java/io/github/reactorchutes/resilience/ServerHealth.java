package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import java.util.concurrent.CancellationException;

/** The health of a server according to the end of a call. */
enum ServerHealth {
    /** The server delivered the video. */
    GOOD,
    /** The server failed. */
    BAD,
    /**
     * No conclusion: an error or a cancel of the caller, a platform that is at capacity or cold, or a limit of this
     * client.
     */
    UNKNOWN;

    static ServerHealth of(CallEnd end) {
        return switch (end.outcome()) {
            case COMPLETED -> GOOD;
            case CANCELLED -> end.bytesReceived() > 0 ? GOOD : UNKNOWN;
            case ABANDONED -> UNKNOWN;
            case FAILED -> end.error() instanceof ChutesException failure ? ofFailure(failure) : UNKNOWN;
        };
    }

    static Throwable failure(CallEnd end) {
        Throwable error = end.error();
        return error == null ? new IllegalStateException("not a failure: " + end) : error;
    }

    private static ServerHealth ofFailure(ChutesException failure) {
        if (failure instanceof ChutesNotSentException notSent) {
            return notSent.reason() == ChutesNotSentException.Reason.NETWORK ? BAD : UNKNOWN;
        }
        if (failure instanceof ChutesResponseException answer) {
            return ofAnswer(answer.reason());
        }
        if (failure instanceof ChutesBodyException body) {
            return ofBody(body.reason());
        }
        return failure instanceof ChutesOutcomeUnknownException && !isCancelledHere(failure) ? BAD : UNKNOWN;
    }

    /** The client was closed during the call. */
    private static boolean isCancelledHere(ChutesException failure) {
        return failure.getCause() instanceof CancellationException;
    }

    private static ServerHealth ofAnswer(ChutesResponseException.Reason reason) {
        return switch (reason) {
            case SERVER_ERROR, NOT_A_VIDEO -> BAD;
            default -> UNKNOWN;
        };
    }

    private static ServerHealth ofBody(ChutesBodyException.Reason reason) {
        return switch (reason) {
            case TRUNCATED, STALLED, NOT_A_VIDEO -> BAD;
            case CONSUMER_IDLE, DEADLINE, CLIENT_CLOSED, ABANDONED -> UNKNOWN;
        };
    }
}
