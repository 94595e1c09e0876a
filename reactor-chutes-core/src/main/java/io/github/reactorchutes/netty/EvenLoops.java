package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops that all get connections. Reactor Netty asks the group, for each connection, which kind of channel it can
 * carry; Netty's group lets its next loop answer, and so the connection goes to the one after that: every second native
 * loop would stay without one. Here always the same loop is asked, which answers for all.
 *
 * <p>netty/netty#17544 and netty/netty#17545 mend it after Netty 4.2.18; with them this class can go.
 */
final class EvenLoops implements LoopResources {

    /** Asked anew each time: Reactor Netty's global loops can be replaced in the life of a client. */
    private final Supplier<LoopResources> loops;

    EvenLoops(Supplier<LoopResources> loops) {
        this.loops = loops;
    }

    @Override
    public <T extends Channel> T onChannel(Class<T> type, EventLoopGroup group) {
        return loops.get().onChannel(type, speaker(group));
    }

    @Override
    public <T extends Channel> Class<? extends T> onChannelClass(Class<T> type, EventLoopGroup group) {
        return loops.get().onChannelClass(type, speaker(group));
    }

    private static EventLoopGroup speaker(EventLoopGroup group) {
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
