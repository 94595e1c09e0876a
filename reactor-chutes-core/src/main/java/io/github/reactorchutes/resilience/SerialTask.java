package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task on one thread at a time, step by step. A request during a run, also from within the task, makes that thread
 * run it once more. Tasks that trigger each other therefore never recurse on one stack.
 */
final class SerialTask {

    /** After so many, the task goes on on another thread: that of a caller, often an event loop, has other duties. */
    private static final int MAX_STEPS = 64;

    /** A part of the task. */
    @FunctionalInterface
    interface Step {

        /** Do a part, and return whether there is more to do now. Failures of callers' code go to the given ones. */
        boolean run(FirstFailure failures);
    }

    private final Step step;

    private final AtomicInteger requests = new AtomicInteger();

    SerialTask(Step step) {
        this.step = step;
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

    private void runWhileRequested(int pending) {
        FirstFailure failures = new FirstFailure();
        int served = pending;
        for (int steps = 1; served != 0; steps++) {
            if (!runStep(failures)) {
                served = requests.addAndGet(-served);
            }
            if (steps >= MAX_STEPS && served != 0 && isHandedOver(served)) {
                break;
            }
        }
        failures.rethrow();
    }

    /** An exception of the task ends this run, but must not prevent the requested runs or any later run. */
    private boolean runStep(FirstFailure failures) {
        try {
            return step.run(failures);
        } catch (Throwable failure) {
            failures.add(failure);
            return false;
        }
    }

    private boolean isHandedOver(int pending) {
        return Timers.schedule(() -> runWhileRequested(pending), 0) != null;
    }
}
