package io.github.reactorchutes.transport;

import io.github.reactorchutes.netty.PooledClient;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionPoolMetrics;

/**
 * A pool, the HTTP client on it, and the calls under way; lives from the transport's opening to its closing. Pool and
 * client are made by the first call: with them come TLS and name resolution, which would delay the start of an
 * application that may not call for a long time.
 */
final class Connections {

    private static final Duration FOR_EVER = Duration.ofMillis(Long.MAX_VALUE);

    private final LiveCalls calls = new LiveCalls();

    private final TransportConfig config;

    /** One call makes it, and those that come meanwhile wait without blocking; a failure is not kept. */
    private final Mono<PooledClient> making =
            Mono.fromSupplier(this::make).cache(made -> FOR_EVER, failure -> Duration.ZERO, () -> Duration.ZERO);

    private volatile @Nullable PooledClient pooled;

    private volatile boolean disposed;

    Connections(TransportConfig config) {
        this.config = config;
    }

    /** Use the client, which is the same one each time; fails if it was not made before the closing. */
    <T> Flux<T> withClient(Function<PooledClient, Flux<T>> use) {
        PooledClient ready = pooled;
        return ready == null ? making.flatMapMany(use) : use.apply(ready);
    }

    /** Either this sees that the connections were disposed of, or the disposal sees what was made. */
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

    Mono<Void> close(Duration drainTimeout) {
        return calls.close(drainTimeout).then(Mono.defer(this::dispose));
    }

    private Mono<Void> dispose() {
        disposed = true;
        PooledClient ready = pooled;
        return ready == null ? Mono.empty() : ready.dispose();
    }
}
