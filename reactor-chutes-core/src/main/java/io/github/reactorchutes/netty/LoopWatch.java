package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Sees event loops shut down while they still run tasks. Afterwards nothing would end the calls that travel on them, or
 * free what was received and not handed on: only its own loop can empty the queue of a connection. Connections are
 * closed here too, because a loop that is given no quiet period may leave them open, and the pool takes them for alive.
 *
 * <p>Seen in {@code FluxReceive} of Reactor Netty 1.3.8, whose cancel is rejected by a loop that is gone, and in the event
 * loops of Netty 4.2.18. When a loop that shuts down fails the exchanges on it, this class can go.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close has no outcome that matters
final class LoopWatch {

    private final Consumer<EventLoop> onShutdown;

    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    private final Map<SingleThreadEventExecutor, Runnable> hooks = new ConcurrentHashMap<>();

    private volatile boolean disposed;

    LoopWatch(Consumer<EventLoop> onShutdown) {
        this.onShutdown = onShutdown;
    }

    /** Watch the loop of a new channel, or close the channel, if it came too late; on that loop. */
    void watch(Channel channel) {
        EventLoop loop = channel.eventLoop();
        if (loop.isShuttingDown()) {
            channel.close();
        } else if (loop instanceof SingleThreadEventExecutor executor) {
            channels.add(channel);
            hooks.computeIfAbsent(executor, unwatched -> hook(unwatched, loop));
            unhookIfLate();
        }
    }

    private Runnable hook(SingleThreadEventExecutor executor, EventLoop loop) {
        Runnable hook = () -> {
            hooks.remove(executor);
            onShutdown.accept(loop);
            channels.close(channel -> channel.eventLoop() == loop);
        };
        executor.addShutdownHook(hook);
        return hook;
    }

    /** Either the disposal sees the hook that was set for a connection, or the connection sees the disposal. */
    private void unhookIfLate() {
        if (disposed) {
            dispose();
        }
    }

    /** The loops may outlive the client for long. */
    void dispose() {
        disposed = true;
        hooks.forEach((executor, hook) -> {
            try {
                executor.removeShutdownHook(hook);
            } catch (RejectedExecutionException loopIsGone) {
                // and its hooks with it
            }
        });
        hooks.clear();
    }
}
