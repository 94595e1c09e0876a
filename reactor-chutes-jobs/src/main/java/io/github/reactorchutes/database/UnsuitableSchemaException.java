package io.github.reactorchutes.database;

/**
 * The tables are not those of this library. Not retryable.
 *
 * @since 0.1.0
 */
public final class UnsuitableSchemaException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnsuitableSchemaException(String message) {
        super(message);
    }
}
