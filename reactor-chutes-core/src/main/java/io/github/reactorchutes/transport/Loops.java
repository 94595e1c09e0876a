package io.github.reactorchutes.transport;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/** Runs a task on an event loop: at once when already there, or when the loop is gone and nothing can race with it. */
final class Loops {

    private Loops() {}

    static void run(EventLoop loop, Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
            return;
        }
        try {
            loop.execute(task);
        } catch (RejectedExecutionException loopIsGone) {
            task.run();
        }
    }
}
