package io.github.reactorchutes.transport;

/** The content of a response is not what the query asked for; the message states what it is. */
final class UnusableContentException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableContentException(String message) {
        super(message);
    }

    UnusableContentException(String message, Throwable cause) {
        super(message, cause);
    }
}
