package io.github.reactorchutes.examples.batch;

/** The batch ended before a job was sent. */
final class BatchStoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BatchStoppedException() {
        super("not begun", null, false, false);
    }
}
