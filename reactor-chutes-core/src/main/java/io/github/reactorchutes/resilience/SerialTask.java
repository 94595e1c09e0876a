package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on one thread at a time. A request during a run, also from within the task, makes that thread run it once
 * more. Tasks that trigger each other therefore never recurse on one stack.
 */
final class SerialTask {

    private final Runnable task;

    private final AtomicInteger requests = new AtomicInteger();

    SerialTask(Runnable task) {
        this.task = task;
    }

    void run() {
        if (requests.getAndIncrement() == 0) {
            runWhileRequested(1);
        }
    }

    /** Block the task until {@link #release}; return false if it is running or already blocked. */
    boolean claim() {
        return requests.compareAndSet(0, 1);
    }

    /** Unblock the task, and run it if it was requested since the claim. */
    void release() {
        int pending = requests.decrementAndGet();
        if (pending != 0) {
            runWhileRequested(pending);
        }
    }

    /** An exception of the task must not prevent the requested runs or any later run. */
    private void runWhileRequested(int pending) {
        FirstFailure failure = new FirstFailure();
        int served = pending;
        while (served != 0) {
            failure.run(task);
            served = requests.addAndGet(-served);
        }
        failure.rethrow();
    }
}
