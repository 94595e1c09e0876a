package io.github.reactorchutes.sink;

import io.netty.channel.EventLoop;
import io.netty.util.internal.ThreadExecutorMap;
import reactor.core.scheduler.Schedulers;

/** Knows the threads that must not block: those that Reactor marks, and event loops of whatever making. */
final class EventLoops {

    private EventLoops() {}

    static boolean mustNotBlockHere() {
        return Schedulers.isInNonBlockingThread() || ThreadExecutorMap.currentExecutor() instanceof EventLoop;
    }
}
