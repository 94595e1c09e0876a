package io.github.reactorchutes.examples.cli;

/** The run was ended by a signal. */
final class InterruptedRunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InterruptedRunException() {
        super("interrupted; nothing was saved");
    }
}
