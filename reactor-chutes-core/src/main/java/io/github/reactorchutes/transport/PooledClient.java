package io.github.reactorchutes.transport;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/** A pool, and the HTTP client on it. */
final class PooledClient {

    private static final String POOL_NAME = "chutes";

    private static final Duration SHORTEST_EVICTION_INTERVAL = Duration.ofSeconds(1);

    private static final Duration LONGEST_EVICTION_INTERVAL = Duration.ofSeconds(30);

    /** Larger than a read, so that what was read is handed on in one piece. */
    private static final int MAX_CHUNK = 1024 * 1024;

    private final ConnectionProvider provider;

    private final LoopWatch loops;

    private final @Nullable AddressResolvers resolvers;

    private final HttpClient client;

    /** Whether the way to a proxy is looked up by a thread that waits for it. */
    private final boolean looksUpProxy;

    /**
     * To the configured URLs, where nearly all calls go: each step of configuring a request copies the configuration. The
     * last step is left to each call, because Reactor Netty keeps in the copy what a customizer makes for one call.
     */
    private final Map<URI, RequestSender> posts = new HashMap<>();

    PooledClient(TransportConfig config, PoolMetrics metrics, LoopWatch loops) {
        this.loops = loops;
        this.provider = new LeavablePool(ConnectionProvider.builder(POOL_NAME)
                .maxConnections(config.maxConnections())
                .pendingAcquireMaxCount(config.maxConnections())
                .pendingAcquireTimeout(config.acquireTimeout())
                .evictionPredicate(new IdleLimit(config.maxIdleTime())::isOver)
                .evictInBackground(evictionInterval(config.maxIdleTime()))
                .lifo()
                .metrics(true, () -> metrics)
                .build());
        this.client = prepare(config);
        this.resolvers = client.configuration().resolver() instanceof AddressResolvers ours ? ours : null;
        this.looksUpProxy = client.configuration().proxyProviderSupplier() != null;
        config.urls().configured().forEach(url -> posts.put(url, client.post().uri(url)));
    }

    private static Duration evictionInterval(Duration maxIdleTime) {
        if (maxIdleTime.compareTo(SHORTEST_EVICTION_INTERVAL) < 0) {
            return SHORTEST_EVICTION_INTERVAL;
        }
        return maxIdleTime.compareTo(LONGEST_EVICTION_INTERVAL) > 0 ? LONGEST_EVICTION_INTERVAL : maxIdleTime;
    }

    /**
     * Say whether a call has to be subscribed to where threads may wait: Reactor Netty (1.3.8) looks up the name of a proxy
     * on the thread that subscribes.
     */
    boolean looksUpProxy() {
        return looksUpProxy;
    }

    /** Return what sends a POST to a URL. */
    RequestSender postTo(URI url) {
        RequestSender post = posts.get(url);
        return post == null ? client.post().uri(url) : post;
    }

    Mono<Void> dispose() {
        return provider.disposeLater().doFinally(signal -> {
            loops.dispose();
            if (resolvers != null) {
                resolvers.close();
            }
        });
    }

    private HttpClient prepare(TransportConfig config) {
        try {
            HttpClient customized = config.customizer().apply(begin(config));
            requireHttp11(customized.configuration().sslProvider());
            return protect(spread(customized));
        } catch (RuntimeException | Error refused) {
            provider.dispose();
            throw refused;
        }
    }

    /** A server that is offered HTTP/2 answers in it, and its frames would be read as HTTP/1.1. */
    private static void requireHttp11(@Nullable SslProvider tls) {
        if (tls != null
                && tls.getSslContext()
                        .applicationProtocolNegotiator()
                        .protocols()
                        .contains("h2")) {
            throw new IllegalArgumentException(
                    "the SslContext of the customised HttpClient offers HTTP/2 (ALPN \"h2\"),"
                            + " which this client does not speak: build it without, or with \"http/1.1\" alone");
        }
    }

    @SuppressWarnings("deprecation") // maxChunkSize goes with Netty 5, and has no other name until then
    private HttpClient begin(TransportConfig config) {
        return StrictClient.create(provider)
                .protocol(HttpProtocol.HTTP11)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReadSizes())
                .httpResponseDecoder(decoder -> decoder.maxChunkSize(MAX_CHUNK)
                        .maxHeaderSize(config.maxHeadBytes())
                        .maxInitialLineLength(config.maxHeadBytes()));
    }

    /** Over whichever loops a customizer chose; names are resolved as it chose, too. */
    private static HttpClient spread(HttpClient customized) {
        HttpClientConfig config = customized.configuration();
        return customized
                .resolver(resolver(config))
                .runOn(new EvenLoops(config::loopResources), config.isPreferNative());
    }

    /** A proxy brings a resolver that resolves nothing, also for the hosts that it is not for; see {@link LeavablePool}. */
    private static AddressResolverGroup<?> resolver(HttpClientConfig config) {
        AddressResolverGroup<?> chosen = config.resolver();
        return chosen == null || chosen == NoopAddressResolverGroup.INSTANCE
                ? new AddressResolvers(config::loopResources, config.isPreferNative())
                : chosen;
    }

    /** A failed write does not close the connection: the early answer that made it fail is still to be read. */
    private HttpClient protect(HttpClient customized) {
        StandingHeaders.check(customized.configuration().headers());
        return StrictClient.protect(customized)
                .option(ChannelOption.AUTO_CLOSE, false)
                .doOnChannelInit((observer, channel, address) -> {
                    loops.watch(channel);
                    KeepAlive.enable(channel);
                    ReadSizes.attach(channel);
                    ConnectPhases.watch(observer.currentContext(), channel, address);
                    CloseNotify.watch(channel.pipeline());
                    SurplusGuard surplus = new SurplusGuard();
                    channel.pipeline()
                            .addBefore(
                                    NettyPipeline.HttpCodec,
                                    "chutes.strayBytes",
                                    new StrayBytesGuard(surplus::isAnswerExpected))
                            .addBefore(NettyPipeline.ReactiveBridge, "chutes.surplus", surplus)
                            .addBefore(NettyPipeline.ReactiveBridge, RequestWatch.NAME, new RequestWatch());
                });
    }
}
