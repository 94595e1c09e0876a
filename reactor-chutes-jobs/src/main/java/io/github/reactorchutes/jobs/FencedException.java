package io.github.reactorchutes.jobs;

/** Another execution owns the row, so nothing may be sent. */
final class FencedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FencedException() {
        super("another execution owns the job", null, false, false);
    }
}
