package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Distributes connections over all event loops. For each connection, Reactor Netty asks the group for the supported
 * type of channel. Netty's group forwards that question to its next loop, so the connection goes to the loop after it,
 * and every second native loop stays unused. This class always asks the same loop, which answers for all of them.
 *
 * <p>netty/netty#17544 and netty/netty#17545 fix this after Netty 4.2.18. Delete this class then.
 */
final class EvenLoops implements LoopResources {

    /** Called each time, because Reactor Netty's global loops can be replaced during the life of a client. */
    private final Supplier<LoopResources> loops;

    EvenLoops(Supplier<LoopResources> loops) {
        this.loops = loops;
    }

    @Override
    public <T extends Channel> T onChannel(Class<T> type, EventLoopGroup group) {
        return loops.get().onChannel(type, representative(group));
    }

    @Override
    public <T extends Channel> Class<? extends T> onChannelClass(Class<T> type, EventLoopGroup group) {
        return loops.get().onChannelClass(type, representative(group));
    }

    private static EventLoopGroup representative(EventLoopGroup group) {
        return group.iterator().next() instanceof EventLoop loop ? loop : group;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return loops.get().onClient(useNative);
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops.get().onServer(useNative);
    }

    @Override
    public EventLoopGroup onServerSelect(boolean useNative) {
        return loops.get().onServerSelect(useNative);
    }

    @Override
    public boolean daemon() {
        return loops.get().daemon();
    }

    @Override
    public boolean isDisposed() {
        return loops.get().isDisposed();
    }

    @Override
    public void dispose() {
        loops.get().dispose();
    }

    @Override
    public Mono<Void> disposeLater() {
        return loops.get().disposeLater();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return loops.get().disposeLater(quietPeriod, timeout);
    }
}
