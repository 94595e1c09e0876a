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
        if (requests.getAndIncrement() != 0) {
            return;
        }
        int served = 1;
        while (served != 0) {
            runOnce();
            served = requests.addAndGet(-served);
        }
    }

    /** An error that escapes, such as one of the VM, must not keep the task from ever running again. */
    private void runOnce() {
        boolean returned = false;
        try {
            task.run();
            returned = true;
        } finally {
            if (!returned) {
                requests.set(0);
            }
        }
    }
}
