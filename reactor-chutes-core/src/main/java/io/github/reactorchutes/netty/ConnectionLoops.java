package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import reactor.core.publisher.Mono;
import reactor.netty.ReactorNetty;
import reactor.netty.http.HttpResources;
import reactor.netty.resources.LoopResources;

/**
 * Chooses the event loop of each new connection. A call that is made on a loop stays there; the others take the loops in
 * turn.
 *
 * <p>Of Reactor Netty's global loops, only as many as there are processors take part, if nobody chose their number.
 * Reactor Netty has at least four, which on two processors wake up more often for less.
 *
 * <p>For each connection, Reactor Netty asks the group for the supported type of channel. Netty's group forwards that
 * question to its next loop, so the connection goes to the loop after it, and every second native loop stays unused.
 * This class always asks the same loop, which answers for all of them. netty/netty#17544 and netty/netty#17545 fix this
 * after Netty 4.2.18. Delete {@link #representative} then.
 */
final class ConnectionLoops implements LoopResources {

    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static final boolean CAN_BE_TOO_MANY =
            DEFAULT_IO_WORKER_COUNT > PROCESSORS && System.getProperty(ReactorNetty.IO_WORKER_COUNT) == null;

    /** Those that take part of global loops. */
    private static final Map<EventLoopGroup, EventLoopGroup> CHOICES = new ConcurrentHashMap<>();

    /** Called each time, because Reactor Netty's global loops can be replaced during the life of a client. */
    private final Supplier<LoopResources> loops;

    ConnectionLoops(Supplier<LoopResources> loops) {
        this.loops = loops;
    }

    @Override
    public EventLoopGroup onClient(boolean useNative) {
        LoopResources current = loops.get();
        EventLoopGroup all = current.onClient(useNative);
        return CAN_BE_TOO_MANY && current instanceof HttpResources ? some(all) : all;
    }

    private static EventLoopGroup some(EventLoopGroup all) {
        EventLoopGroup known = CHOICES.get(all);
        if (known != null) {
            return known;
        }
        CHOICES.keySet().removeIf(EventLoopGroup::isShuttingDown);
        return CHOICES.computeIfAbsent(all, ConnectionLoops::choose);
    }

    private static EventLoopGroup choose(EventLoopGroup all) {
        long count = StreamSupport.stream(all.spliterator(), false).count();
        return count == DEFAULT_IO_WORKER_COUNT ? LoopResources.colocate(new FirstLoops(all, PROCESSORS)) : all;
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
