package io.github.reactorchutes.examples.batch;

import java.util.concurrent.atomic.AtomicReference;

/** A job under way. */
final class JobRun {

    /*
     * WAITING -> SENT:    an attempt is about to be sent
     * SENT -> WAITING: the attempt certainly cost nothing WAITING -> STOPPED: the batch ends first
     */
    private enum State {
        WAITING,
        SENT,
        STOPPED
    }

    private final Job job;

    private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

    JobRun(Job job) {
        this.job = job;
    }

    Job job() {
        return job;
    }

    /** Return whether an attempt may be sent now. */
    boolean trySend() {
        return state.compareAndSet(State.WAITING, State.SENT);
    }

    /** Record that the attempt cost nothing. */
    void backToWaiting() {
        state.compareAndSet(State.SENT, State.WAITING);
    }

    /** Return whether the job was stopped before sending; a sent job continues to its end. */
    boolean tryStop() {
        return state.compareAndSet(State.WAITING, State.STOPPED);
    }

    boolean maybeBilled() {
        return state.get() == State.SENT;
    }
}
