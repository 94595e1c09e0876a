package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.AbstractEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

/** A group of event loops of which only the first few are handed out, in turn. */
@SuppressWarnings("deprecation") // shutdown() and register(Channel, ChannelPromise) are deprecated in the interface
final class FirstLoops extends AbstractEventExecutorGroup implements EventLoopGroup {

    private final AtomicInteger turns = new AtomicInteger();

    private final EventLoopGroup all;

    private final List<EventLoop> first;

    FirstLoops(EventLoopGroup all, int count) {
        this.all = all;
        this.first = StreamSupport.stream(all.spliterator(), false)
                .limit(count)
                .map(EventLoop.class::cast)
                .toList();
    }

    @Override
    public EventLoop next() {
        return first.get(Math.floorMod(turns.getAndIncrement(), first.size()));
    }

    /** Return all loops, since any of them may be the caller's. */
    @Override
    public Iterator<EventExecutor> iterator() {
        return all.iterator();
    }

    @Override
    public ChannelFuture register(Channel channel) {
        return next().register(channel);
    }

    @Override
    public ChannelFuture register(ChannelPromise promise) {
        return next().register(promise);
    }

    @Override
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        return next().register(channel, promise);
    }

    @Override
    public void shutdown() {
        all.shutdown();
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        return all.shutdownGracefully(quietPeriod, timeout, unit);
    }

    @Override
    public Future<?> terminationFuture() {
        return all.terminationFuture();
    }

    @Override
    public boolean isShuttingDown() {
        return all.isShuttingDown();
    }

    @Override
    public boolean isShutdown() {
        return all.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return all.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return all.awaitTermination(timeout, unit);
    }
}
