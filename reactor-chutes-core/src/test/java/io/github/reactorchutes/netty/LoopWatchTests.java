package io.github.reactorchutes.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.local.LocalChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Uses loops that do not close their channels, as Netty's loops may do without a quiet period. */
class LoopWatchTests {

    private final EventLoop loop = new DefaultEventLoop();

    private final List<Boolean> shutDownOnLoop = new CopyOnWriteArrayList<>();

    private final LoopWatch watch = new LoopWatch(stopped -> shutDownOnLoop.add(stopped == loop && loop.inEventLoop()));

    @AfterEach
    void shutDown() {
        loop.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void reportsOnceAndOnTheLoopHoweverManyChannelsItHas() {
        watched();
        watched();
        shutDown();
        assertThat(shutDownOnLoop).containsExactly(true);
    }

    @Test
    void closesTheChannelsOfTheLoopAlone() {
        EventLoop other = new DefaultEventLoop();
        try {
            Channel own = watched();
            Channel others = watchedOn(other);
            shutDown();
            assertThat(own.isOpen()).isFalse();
            assertThat(others.isOpen()).isTrue();
        } finally {
            other.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // the end is awaited below
    void closesAChannelThatComesTooLate() {
        Channel late = new LocalChannel();
        loop.register(late).syncUninterruptibly();
        loop.execute(() -> {
            loop.shutdownGracefully(0, 10, TimeUnit.SECONDS);
            watch.watch(late);
        });
        shutDown();
        assertThat(late.isOpen()).isFalse();
    }

    @Test
    void leavesALoopThatOutlivesIt() {
        watched();
        watch.dispose();
        shutDown();
        assertThat(shutDownOnLoop).isEmpty();
    }

    @Test
    void leavesALoopThatItSeesAfterItsDisposal() {
        watch.dispose();
        watched();
        shutDown();
        assertThat(shutDownOnLoop).isEmpty();
    }

    @Test
    void isDisposedOfAfterItsLoops() {
        watched();
        shutDown();
        watch.dispose();
        assertThat(shutDownOnLoop).containsExactly(true);
    }

    private Channel watched() {
        return watchedOn(loop);
    }

    private Channel watchedOn(EventLoop some) {
        Channel channel = new LocalChannel();
        some.register(channel).syncUninterruptibly();
        some.submit(() -> watch.watch(channel)).syncUninterruptibly();
        return channel;
    }
}
