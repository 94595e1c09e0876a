package io.github.reactorchutes.transport;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs a task on an event loop. It runs on this thread if this is the event loop, or if the loop has terminated and
 * nothing can race with it.
 */
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
