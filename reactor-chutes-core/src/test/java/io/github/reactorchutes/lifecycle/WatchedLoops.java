package io.github.reactorchutes.lifecycle;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** One event loop that remembers each timer that was ever set on it. */
final class WatchedLoops extends MultiThreadIoEventLoopGroup {

    private final List<Future<?>> timers = new CopyOnWriteArrayList<>();

    WatchedLoops() {
        super(1, NioIoHandler.newFactory());
    }

    /** Return the timers that neither ran nor were stopped. */
    List<Future<?>> running() {
        return timers.stream().filter(timer -> !timer.isDone()).toList();
    }

    /** Return how many timers were ever set. */
    int set() {
        return timers.size();
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... arguments) {
        return new WatchedLoop(this, executor, handlers);
    }

    private final class WatchedLoop extends SingleThreadIoEventLoop {

        WatchedLoop(WatchedLoops parent, Executor executor, IoHandlerFactory handlers) {
            super(parent, executor, handlers);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            ScheduledFuture<?> timer = super.schedule(command, delay, unit);
            timers.add(timer);
            return timer;
        }
    }
}
