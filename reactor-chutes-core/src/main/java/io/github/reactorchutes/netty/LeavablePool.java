package io.github.reactorchutes.netty;

import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.SocketAddress;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ClientTransportConfig;
import reactor.netty.transport.ProxyProvider;
import reactor.netty.transport.TransportConfig;
import reactor.util.context.Context;

/**
 * A pool whose queue a call leaves when it ends. Reactor Netty does not pass a cancel on to its pool
 * (reactor/reactor-netty#3531, closed; in 1.3.8 {@code HttpClientConnect.ClientTransportSubscriber} still does not): the
 * waiter keeps its place, counts against the length of the queue, and is given a connection that is opened for nothing. When
 * it does, {@link Borrower} can go.
 *
 * <p>And a pool that stays closed. Seen in {@code PooledConnectionProvider} of Reactor Netty 1.3.8: it makes a new pool, with
 * a timer that nobody ends, for a call that asks in the moment of the closing. When a closed provider refuses, {@link
 * #disposeIfLate} can go.
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
        Mono<? extends Connection> acquiring =
                pool.acquire(config, observer, remoteAddress, resolverOf(config, remoteAddress, resolver));
        return new Mono<Connection>() {
            @Override
            public void subscribe(CoreSubscriber<? super Connection> actual) {
                acquiring.subscribe(leaving(actual));
                disposeIfLate();
            }
        };
    }

    /**
     * The names behind a proxy are the proxy's to resolve; it may be the only one that can. Reactor Netty uses a resolver that
     * was set as it is (reactor/reactor-netty#4103, reactor/reactor-netty#4104).
     */
    private static @Nullable AddressResolverGroup<?> resolverOf(
            TransportConfig config,
            @Nullable Supplier<? extends SocketAddress> target,
            @Nullable AddressResolverGroup<?> resolver) {
        ProxyProvider proxy = config instanceof ClientTransportConfig<?> client ? client.proxyProvider() : null;
        boolean proxied = proxy != null && target != null && proxy.shouldProxy(target.get());
        return proxied ? NoopAddressResolverGroup.INSTANCE : resolver;
    }

    private static CoreSubscriber<? super Connection> leaving(CoreSubscriber<? super Connection> actual) {
        ConnectionListener listener = actual.currentContext().getOrDefault(ConnectionListener.class, null);
        return listener == null ? actual : new Borrower(actual, listener);
    }

    /** Either the disposal sees the pool that was made for a call, or the call sees the disposal. */
    private void disposeIfLate() {
        if (disposed) {
            pool.dispose();
        }
    }

    /** Tells a call how to leave the queue, and closes a connection that comes after it has left. */
    private static final class Borrower implements CoreSubscriber<Connection> {

        private final CoreSubscriber<? super Connection> actual;

        private final ConnectionListener listener;

        private final Context context;

        Borrower(CoreSubscriber<? super Connection> actual, ConnectionListener listener) {
            this.actual = actual;
            this.listener = listener;
            Consumer<Object> tooLate = late -> ((Connection) late).dispose();
            this.context = actual.currentContext().put(ON_NEXT_DROPPED, tooLate);
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            listener.acquiring(subscription);
            actual.onSubscribe(subscription);
        }

        @Override
        public void onNext(Connection connection) {
            actual.onNext(connection);
        }

        @Override
        public void onError(Throwable error) {
            actual.onError(error);
        }

        @Override
        public void onComplete() {
            actual.onComplete();
        }
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
