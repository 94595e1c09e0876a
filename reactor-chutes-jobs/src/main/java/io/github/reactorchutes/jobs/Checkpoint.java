package io.github.reactorchutes.jobs;

/** A point at which a process may end; tests end it there. */
@FunctionalInterface
interface Checkpoint {

    /** The points, in the order of a job's life. */
    enum Point {
        SUBMIT_UNCOMMITTED,
        TAKEN,
        SENDING_COMMITTED,
        HEAD_SEEN,
        RECEIVING_COMMITTED,
        SPOOLED,
        STORING_COMMITTED,
        STORED,
        DONE_COMMITTED
    }

    Checkpoint NONE = (point, id) -> {};

    void reached(Point point, String id);
}
