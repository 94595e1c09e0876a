package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.ChutesException;
import java.util.Objects;

/** A query of the management API failed, which generates nothing and is never billed. */
final class FailedQueryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FailedQueryException(ChutesException error) {
        super(error.getMessage(), error);
    }

    ChutesException error() {
        return (ChutesException) Objects.requireNonNull(getCause(), "an error");
    }
}
