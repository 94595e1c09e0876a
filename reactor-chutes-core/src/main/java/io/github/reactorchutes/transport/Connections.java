package io.github.reactorchutes.transport;

import io.github.reactorchutes.netty.PooledClient;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.ConnectionPoolMetrics;

/**
 * The pool, its HTTP client and the calls in flight, between the opening and the closing of the transport. The first
 * call creates pool and client: they initialise TLS and name resolution, which would delay the start of an application
 * that may not call for a long time.
 */
final class Connections {

    private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

    private final LiveCalls calls = new LiveCalls();

    private final TransportConfig config;

    /** One call creates the client while concurrent calls wait without blocking; a failure is not cached. */
    private final Mono<PooledClient> making =
            Mono.fromSupplier(this::make).cache(made -> FOREVER, failure -> Duration.ZERO, () -> Duration.ZERO);

    private volatile @Nullable PooledClient pooled;

    private final Sinks.Empty<Void> disposal = Sinks.empty();

    private volatile boolean disposed;

    Connections(TransportConfig config) {
        this.config = config;
    }

    /** Use the client, which is created once; fails if the connections were closed before. */
    <T> Flux<T> withClient(Function<PooledClient, Flux<T>> use) {
        PooledClient ready = pooled;
        return ready == null ? making.flatMapMany(use) : use.apply(ready);
    }

    /** Either this sees the disposal, or the disposal sees the new client. */
    private PooledClient make() {
        requireNotDisposed();
        PooledClient made = new PooledClient(config.connections(), config.urls().configured(), calls::loopShutDown);
        pooled = made;
        requireNotDisposed();
        return made;
    }

    private void requireNotDisposed() {
        if (disposed) {
            throw new IllegalStateException("the client is closed");
        }
    }

    int poolSum(ToIntFunction<ConnectionPoolMetrics> number) {
        PooledClient ready = pooled;
        return ready == null ? 0 : ready.poolSum(number);
    }

    LiveCalls calls() {
        return calls;
    }

    /** Return a {@code Mono} that completes when the connections are being closed. */
    Mono<Void> disposal() {
        return disposal.asMono();
    }

    Mono<Void> close(Duration drainTimeout) {
        return calls.close(drainTimeout).then(Mono.defer(this::dispose));
    }

    private Mono<Void> dispose() {
        disposed = true;
        disposal.tryEmitEmpty();
        PooledClient ready = pooled;
        return ready == null ? Mono.empty() : ready.dispose();
    }
}
