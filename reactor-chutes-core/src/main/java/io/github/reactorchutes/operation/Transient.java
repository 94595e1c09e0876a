package io.github.reactorchutes.operation;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;

/** Tells apart failures of queries that may pass. */
final class Transient {

    private Transient() {}

    /** A query changes nothing, so it can be repeated after a server error too. */
    static boolean is(Throwable error) {
        if (error instanceof ChutesResponseException answer) {
            return answer.isRetryable() || answer.reason() == ChutesResponseException.Reason.SERVER_ERROR;
        }
        return error instanceof ChutesQueryException query && ((ChutesException) query).isRetryable();
    }
}
