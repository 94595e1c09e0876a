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
 * Detects the shutdown of event loops while they still run tasks. After the shutdown, nothing ends the calls on a loop
 * or frees their received buffers, because only the loop itself can empty the queue of a connection. The watch also
 * closes the connections, because a loop without a quiet period may leave them open, and the pool considers them
 * active.
 *
 * <p>Seen in {@code FluxReceive} of Reactor Netty 1.3.8, whose cancel a terminated loop rejects, and in the event loops
 * of Netty 4.2.18. Delete this class when the shutdown of a loop fails its exchanges.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the outcome of a close is irrelevant
final class LoopWatch {

    private final Consumer<EventLoop> onShutdown;

    private final ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

    private final Map<SingleThreadEventExecutor, Runnable> hooks = new ConcurrentHashMap<>();

    private volatile boolean disposed;

    LoopWatch(Consumer<EventLoop> onShutdown) {
        this.onShutdown = onShutdown;
    }

    /** Watch the loop of a new channel, or close the channel if the loop is shutting down; on that loop. */
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

    /** Either the disposal sees the hook of a connection, or the connection sees the disposal. */
    private void unhookIfLate() {
        if (disposed) {
            dispose();
        }
    }

    /** The loops may outlive the client, so remove the hooks. */
    void dispose() {
        disposed = true;
        hooks.forEach((executor, hook) -> {
            try {
                executor.removeShutdownHook(hook);
            } catch (RejectedExecutionException loopIsGone) {
                // its hooks are gone too
            }
        });
        hooks.clear();
    }
}
