package io.github.reactorchutes.sink;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;

/** The makings of threads that must not block. */
@SuppressWarnings("FutureReturnValueIgnored") // of a shutdown that nobody waits for
enum LoopKind {
    REACTOR_NETTY("mine-"),
    NETTY("multiThreadIoEventLoopGroup-"),
    NETTY_ON_THREADS_OF_AN_APPLICATION("pool-"),
    REACTOR("parallel-");

    /** Runs something there. */
    interface Running extends AutoCloseable {

        <T> T call(Callable<T> task) throws Exception;

        @Override
        default void close() {}
    }

    private final String prefix;

    LoopKind(String prefix) {
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    Running start() {
        return switch (this) {
            case REACTOR_NETTY -> reactorNetty();
            case NETTY -> netty(new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()));
            case NETTY_ON_THREADS_OF_AN_APPLICATION -> {
                ExecutorService threads = Executors.newSingleThreadExecutor();
                yield netty(new MultiThreadIoEventLoopGroup(1, threads, NioIoHandler.newFactory()));
            }
            case REACTOR ->
                new Running() {
                    @Override
                    public <T> T call(Callable<T> task) {
                        return Mono.fromCallable(task)
                                .subscribeOn(Schedulers.parallel())
                                .blockOptional(Buffers.SOON)
                                .orElseThrow();
                    }
                };
        };
    }

    private static Running reactorNetty() {
        LoopResources loops = LoopResources.create("mine", 1, true);
        return new Running() {
            @Override
            public <T> T call(Callable<T> task) throws Exception {
                return loops.onClient(false).next().submit(task).get();
            }

            @Override
            public void close() {
                loops.dispose();
            }
        };
    }

    private static Running netty(MultiThreadIoEventLoopGroup group) {
        return new Running() {
            @Override
            public <T> T call(Callable<T> task) throws Exception {
                return group.submit(task).get();
            }

            @Override
            public void close() {
                group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            }
        };
    }
}
