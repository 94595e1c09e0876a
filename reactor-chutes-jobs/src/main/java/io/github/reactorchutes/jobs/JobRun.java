package io.github.reactorchutes.jobs;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A job that a thread of this worker executes, and what its call has reported. */
final class JobRun {

    /** Why a call is abandoned. */
    enum Stop {
        /** Somebody asked for it. */
        CANCELLED,
        /** Another execution owns the row, and nothing was sent. */
        FENCED,
        /** This worker closes, and nothing was sent. */
        CLOSING
    }

    /** What wakes the thread. */
    sealed interface Signal {

        record Head(@Nullable String invocationId) implements Signal {}

        record Saved(SpooledVideo video) implements Signal {}

        record Failed(Throwable error) implements Signal {}

        record Stopped(Stop reason) implements Signal {}
    }

    private final JobRow claimed;

    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    private final AtomicLong bytes = new AtomicLong();

    /** Whether a call may be billed that this execution has sent. */
    private volatile boolean sent;

    /** Why the call failed that may be billed. */
    private volatile @Nullable Throwable failure;

    private volatile boolean headSeen;

    private int calls;

    JobRun(JobRow claimed) {
        this.claimed = claimed;
    }

    JobRow claimed() {
        return claimed;
    }

    BlockingQueue<Signal> signals() {
        return signals;
    }

    /** Return the number of the next call of this execution. */
    int nextCall() {
        return ++calls;
    }

    void sent() {
        sent = true;
    }

    void refused() {
        sent = false;
    }

    void failed(Throwable error) {
        failure = error;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    boolean isSent() {
        return sent;
    }

    void head(@Nullable String invocationId) {
        headSeen = true;
        signals.add(new Signal.Head(invocationId));
    }

    boolean isHeadSeen() {
        return headSeen;
    }

    void received(int count) {
        bytes.addAndGet(count);
    }

    long bytes() {
        return bytes.get();
    }

    void stop(Stop reason) {
        signals.add(new Signal.Stopped(reason));
    }
}
