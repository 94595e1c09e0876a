package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a task by one thread at a time; who asks meanwhile, from within the task too, has it run once more by that
 * thread. So what the task sets off never piles up on one stack.
 */
final class SerialTask {

    private final Runnable task;

    private final AtomicInteger requests = new AtomicInteger();

    SerialTask(Runnable task) {
        this.task = task;
    }

    void run() {
        if (requests.getAndIncrement() == 0) {
            runUntilNobodyAsks(1);
        }
    }

    /** Keep the task from running until {@link #release}, unless it runs or is kept from it already. */
    boolean claim() {
        return requests.compareAndSet(0, 1);
    }

    /** Run the task, if anybody has asked for it since the claim. */
    void release() {
        int asked = requests.decrementAndGet();
        if (asked != 0) {
            runUntilNobodyAsks(asked);
        }
    }

    /** An error that escapes must not keep the task from running for those who asked meanwhile, nor ever again. */
    private void runUntilNobodyAsks(int asked) {
        FirstFailure failure = new FirstFailure();
        int served = asked;
        while (served != 0) {
            failure.run(task);
            served = requests.addAndGet(-served);
        }
        failure.rethrow();
    }
}
