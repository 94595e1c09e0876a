package io.github.reactorchutes.examples.cli;

/** The person at the keyboard can put this right; the message says how. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
