package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

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

    /** The rest of a run, until another thread goes on with it. */
    private volatile @Nullable HandOver handedOver;

    SerialTask(Step step) {
        this.step = step;
    }

    void run() {
        if (requests.getAndIncrement() == 0) {
            runWhileRequested(1);
        } else {
            takeBack();
        }
    }

    /** A shutdown of Reactor's parallel scheduler drops what was handed over to it, and a new scheduler replaces it. */
    private void takeBack() {
        HandOver rest = handedOver;
        if (rest != null && rest.to != Schedulers.parallel()) {
            goOn(rest);
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
            if (steps % MAX_STEPS == 0 && served != 0 && isHandedOver(served)) {
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
        HandOver rest = new HandOver(pending, Schedulers.parallel());
        handedOver = rest;
        return Timers.schedule(() -> goOn(rest), 0) != null || !rest.compareAndSet(false, true);
    }

    private void goOn(HandOver rest) {
        if (rest.compareAndSet(false, true)) {
            handedOver = null;
            runWhileRequested(rest.pending);
        }
    }

    /** Requests of a run that another thread serves; true once one does. */
    private static final class HandOver extends AtomicBoolean {

        private static final long serialVersionUID = 1L;

        private final int pending;

        private final transient Scheduler to;

        HandOver(int pending, Scheduler to) {
            this.pending = pending;
            this.to = to;
        }
    }
}
