package io.github.reactorchutes.sink;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;

/** Runs tasks when a test says so: a disk as slow as one likes. */
final class ManualExecutor implements Executor {

    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private volatile boolean gone;

    @Override
    public void execute(Runnable task) {
        if (gone) {
            throw new RejectedExecutionException("gone");
        }
        tasks.add(task);
    }

    void shutDown() {
        gone = true;
    }

    boolean runOne() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /** Make the task's file access fail: channels close when their thread is interrupted. */
    void runOneInterrupted() {
        Thread.currentThread().interrupt();
        try {
            runOne();
        } finally {
            Thread.interrupted();
        }
    }

    void runAll() {
        while (runOne()) {
            Thread.onSpinWait();
        }
    }

    void runUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            runOne();
            Thread.onSpinWait();
        }
    }
}
