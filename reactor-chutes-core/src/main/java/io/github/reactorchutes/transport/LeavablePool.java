package io.github.reactorchutes.transport;

import io.netty.resolver.AddressResolverGroup;
import java.net.SocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.TransportConfig;

/**
 * A pool whose queue a call leaves when it ends. Reactor Netty never tells its pool of a cancel: the waiter keeps its
 * place, counts against the length of the queue, and is given a connection that is opened for nothing.
 *
 * <p>And a pool that stays closed. Reactor Netty's makes a new pool, with a timer that nobody ends, for a call that asks
 * in the moment of the closing.
 */
final class LeavablePool implements ConnectionProvider {

    /** Reactor's key for who is told, along one subscription, of a value that came after the cancel. */
    private static final String ON_NEXT_DROPPED = "reactor.onNextDropped.local";

    private final ConnectionProvider pool;

    private volatile boolean disposed;

    LeavablePool(ConnectionProvider pool) {
        this.pool = pool;
    }

    @Override
    public Mono<? extends Connection> acquire(
            TransportConfig config,
            ConnectionObserver observer,
            @Nullable Supplier<? extends SocketAddress> remoteAddress,
            @Nullable AddressResolverGroup<?> resolver) {
        return Mono.deferContextual(context -> {
            Mono<? extends Connection> connection =
                    disposedIfLate(pool.acquire(config, observer, remoteAddress, resolver));
            return context.<LiveCall>getOrEmpty(LiveCall.class)
                    .<Mono<? extends Connection>>map(live -> leavable(connection, live))
                    .orElse(connection);
        });
    }

    private static Mono<? extends Connection> leavable(Mono<? extends Connection> connection, LiveCall live) {
        Consumer<Object> tooLate = late -> ((Connection) late).dispose();
        return connection.doOnSubscribe(live::acquiring).contextWrite(context -> context.put(ON_NEXT_DROPPED, tooLate));
    }

    /** Either the disposal sees the pool that was made for a call, or the call sees the disposal. */
    private <T> Mono<T> disposedIfLate(Mono<T> acquiring) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super T> actual) {
                acquiring.subscribe(actual);
                if (disposed) {
                    pool.dispose();
                }
            }
        };
    }

    @Override
    public void disposeWhen(SocketAddress address) {
        pool.disposeWhen(address);
    }

    @Override
    public Mono<Void> disposeLater() {
        return Mono.defer(() -> {
            disposed = true;
            return pool.disposeLater();
        });
    }

    @Override
    public boolean isDisposed() {
        return pool.isDisposed();
    }

    @Override
    public int maxConnections() {
        return pool.maxConnections();
    }

    @Override
    public @Nullable Map<SocketAddress, Integer> maxConnectionsPerHost() {
        return pool.maxConnectionsPerHost();
    }

    @Override
    public @Nullable Builder mutate() {
        return pool.mutate();
    }

    @Override
    public @Nullable String name() {
        return pool.name();
    }
}
