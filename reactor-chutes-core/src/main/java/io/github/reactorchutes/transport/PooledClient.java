package io.github.reactorchutes.transport;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.resources.ConnectionProvider;

/** A pool, and the HTTP client on it. */
final class PooledClient {

    private static final String POOL_NAME = "chutes";

    /** A handshake costs little beside a generation; a POST on a connection the server just closed costs a generation. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(10);

    private static final Duration EVICTION_INTERVAL = Duration.ofSeconds(30);

    /** Larger than a read, so that what was read is handed on in one piece. */
    private static final int MAX_CHUNK = 1024 * 1024;

    private final ConnectionProvider provider;

    private final LoopWatch loops;

    private final HttpClient client;

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
                .maxIdleTime(MAX_IDLE)
                .evictInBackground(EVICTION_INTERVAL)
                .lifo()
                .metrics(true, () -> metrics)
                .build());
        this.client = prepare(config);
        config.urls().configured().forEach(url -> posts.put(url, client.post().uri(url)));
    }

    /** Return what sends a POST to a URL. */
    RequestSender postTo(URI url) {
        RequestSender post = posts.get(url);
        return post == null ? client.post().uri(url) : post;
    }

    Mono<Void> dispose() {
        return provider.disposeLater().doFinally(signal -> loops.dispose());
    }

    private HttpClient prepare(TransportConfig config) {
        try {
            return protect(spread(config.customizer().apply(begin(config))));
        } catch (RuntimeException | Error refused) {
            provider.dispose();
            throw refused;
        }
    }

    @SuppressWarnings("deprecation") // maxChunkSize goes with Netty 5, and has no other name until then
    private HttpClient begin(TransportConfig config) {
        return HttpClient.create(provider)
                .protocol(HttpProtocol.HTTP11)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReadSizes())
                .httpResponseDecoder(decoder -> decoder.maxChunkSize(MAX_CHUNK))
                .headers(headers -> headers.set("User-Agent", UserAgent.VALUE));
    }

    /** Over whichever loops a customizer chose; names are resolved as before, where other loops would bring a resolver. */
    private static HttpClient spread(HttpClient customized) {
        HttpClientConfig config = customized.configuration();
        AddressResolverGroup<?> chosen = config.resolver();
        return customized
                .resolver(chosen == null ? new CurrentResolver(config::defaultAddressResolverGroup) : chosen)
                .runOn(new EvenLoops(config::loopResources), config.isPreferNative());
    }

    /**
     * What a customizer must not undo: HTTP/1.1 is spoken, nothing is re-sent, no redirect is followed, no token is
     * wire-logged, no answer is taken for another's. A failed write does not close the connection: the early answer that
     * made it fail is still to be read.
     */
    private HttpClient protect(HttpClient customized) {
        StandingHeaders.check(customized.configuration().headers());
        return customized
                .option(ChannelOption.AUTO_CLOSE, false)
                .protocol(HttpProtocol.HTTP11)
                .disableRetry(true)
                .followRedirect(false)
                .compress(false)
                .wiretap(false)
                .doOnChannelInit((observer, channel, address) -> {
                    loops.watch(channel);
                    KeepAlive.enable(channel);
                    ReadSizes.attach(channel);
                    ConnectPhases.watch(observer.currentContext(), channel, address);
                    SurplusGuard surplus = new SurplusGuard();
                    channel.pipeline()
                            .addBefore(
                                    NettyPipeline.HttpCodec,
                                    "chutes.strayBytes",
                                    new StrayBytesGuard(surplus::isAnswerExpected))
                            .addBefore(
                                    NettyPipeline.ReactiveBridge,
                                    "chutes.interimResponses",
                                    new InterimResponseFilter())
                            .addBefore(NettyPipeline.ReactiveBridge, "chutes.surplus", surplus);
                });
    }
}
