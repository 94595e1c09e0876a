package io.github.reactorchutes.test;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an operation goes if nobody intervenes.
 *
 * @param time how long it takes
 * @param cancellable whether it can be cancelled
 * @param error why it fails, or null
 */
record OperationOutcome(
        Duration time, boolean cancellable, @Nullable Failure error) {

    OperationStatus status() {
        return error == null ? OperationStatus.SUCCEEDED : OperationStatus.FAILED;
    }

    /**
     * Why an operation fails.
     *
     * @param code a short code
     * @param message a sentence
     * @param retryable whether another start may succeed
     */
    record Failure(String code, String message, boolean retryable) {}
}
