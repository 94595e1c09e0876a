package io.github.reactorchutes.sink;

import io.netty.channel.EventLoop;
import io.netty.util.internal.ThreadExecutorMap;
import reactor.core.scheduler.Schedulers;

/** Detects threads that must not block: Reactor's non-blocking threads, and event loops of any kind. */
final class EventLoops {

    private EventLoops() {}

    static boolean mustNotBlockHere() {
        return Schedulers.isInNonBlockingThread() || ThreadExecutorMap.currentExecutor() instanceof EventLoop;
    }
}
