package io.github.reactorchutes.examples.cli;

/** A store of jobs that does not answer. */
final class StoreException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
