package io.github.reactorchutes.transport;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;

/**
 * Event loops that all get connections. Reactor Netty asks the group, for each connection, which kind of channel it can
 * carry; Netty's group lets its next loop answer, and so the connection goes to the one after that: every second native
 * loop would stay without one. Here always the same loop is asked, which speaks for all.
 */
record EvenLoops(LoopResources loops) implements LoopResources {

    @Override
    public <T extends Channel> T onChannel(Class<T> type, EventLoopGroup group) {
        return loops.onChannel(type, speaker(group));
    }

    @Override
    public <T extends Channel> Class<? extends T> onChannelClass(Class<T> type, EventLoopGroup group) {
        return loops.onChannelClass(type, speaker(group));
    }

    private static EventLoopGroup speaker(EventLoopGroup group) {
        return group.iterator().next() instanceof EventLoop loop ? loop : group;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        return loops.onClient(useNative);
    }

    @Override
    public EventLoopGroup onServer(boolean useNative) {
        return loops.onServer(useNative);
    }

    @Override
    public EventLoopGroup onServerSelect(boolean useNative) {
        return loops.onServerSelect(useNative);
    }

    @Override
    public boolean daemon() {
        return loops.daemon();
    }

    @Override
    public boolean isDisposed() {
        return loops.isDisposed();
    }

    @Override
    public void dispose() {
        loops.dispose();
    }

    @Override
    public Mono<Void> disposeLater() {
        return loops.disposeLater();
    }

    @Override
    public Mono<Void> disposeLater(Duration quietPeriod, Duration timeout) {
        return loops.disposeLater(quietPeriod, timeout);
    }
}
