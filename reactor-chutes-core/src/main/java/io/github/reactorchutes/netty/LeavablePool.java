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
 * Adds two properties to Reactor Netty's pool.
 *
 * <p>A call leaves the queue when it ends. Reactor Netty does not propagate a cancel to its pool
 * (reactor/reactor-netty#3531, closed; {@code HttpClientConnect.ClientTransportSubscriber} in 1.3.8 still does not).
 * The cancelled call keeps its place, counts against the limit of the queue, and receives a connection that is opened
 * for nothing. Delete {@link Borrower} when the cancel is propagated.
 *
 * <p>A closed pool stays closed. Seen in {@code PooledConnectionProvider} of Reactor Netty 1.3.8: a call during the
 * shutdown makes it create a new pool, with a timer that never stops. Delete {@link #disposeIfLate} when a closed
 * provider rejects calls.
 */
final class LeavablePool implements ConnectionProvider {

    /** Reactor's key for the hook that receives values after the cancel of one subscription. */
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
     * The proxy resolves the names behind it, and may be the only one that can. Reactor Netty uses a configured
     * resolver even for these (reactor/reactor-netty#4103, reactor/reactor-netty#4104).
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
        ConnectionListener listener = ConnectionListener.of(actual.currentContext());
        return listener == null ? actual : new Borrower(actual, listener);
    }

    /** Either the disposal sees the pool that a call created, or the call sees the disposal. */
    private void disposeIfLate() {
        if (disposed) {
            pool.dispose();
        }
    }

    /** Lets a call leave the queue, and closes a connection that arrives after that. */
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
