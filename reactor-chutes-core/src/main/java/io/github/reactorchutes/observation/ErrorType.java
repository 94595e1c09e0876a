package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

/** Names each kind of failure. All unknown kinds share one name, so that the number of names is bounded. */
final class ErrorType {

    private static final String OTHER = "_OTHER";

    private ErrorType() {}

    static String of(@Nullable Throwable error) {
        if (error == null) {
            return KeyValue.NONE_VALUE;
        }
        if (error instanceof InvalidVideoRequestException) {
            return "invalid_request";
        }
        return error instanceof ChutesException failure ? ofFailure(failure) : OTHER;
    }

    private static String ofFailure(ChutesException failure) {
        if (failure instanceof ChutesCallRejectedException rejected) {
            return "rejected." + EndKeys.lower(rejected.limit());
        }
        if (failure instanceof ChutesNotSentException) {
            return "not_sent." + EndKeys.lower(failure.phase());
        }
        if (failure instanceof ChutesOutcomeUnknownException) {
            return "outcome_unknown." + EndKeys.lower(failure.phase());
        }
        if (failure instanceof ChutesResponseException answer) {
            return "response." + EndKeys.lower(answer.reason());
        }
        return failure instanceof ChutesBodyException body ? "body." + EndKeys.lower(body.reason()) : OTHER;
    }
}
