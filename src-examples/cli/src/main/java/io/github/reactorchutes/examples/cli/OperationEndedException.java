package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.operation.Operation;
import io.github.reactorchutes.operation.OperationError;
import java.util.Locale;

/** An operation ended without an artifact. */
final class OperationEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OperationEndedException(Operation operation) {
        super(describe(operation));
    }

    OperationEndedException(String message) {
        super(message);
    }

    private static String describe(Operation operation) {
        String state = operation.state().name().toLowerCase(Locale.ROOT);
        OperationError error = operation.error();
        String reason = error == null
                ? ""
                : ": " + error.code() + (error.message().isEmpty() ? "" : ", " + error.message())
                        + (error.isRetryable() ? " (another start may succeed)" : "");
        return "the operation " + operation.id() + " " + state + reason;
    }
}
