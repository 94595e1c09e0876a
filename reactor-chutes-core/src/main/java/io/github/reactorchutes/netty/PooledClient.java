package io.github.reactorchutes.netty;

import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientConfig;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

/**
 * Reactor Netty's connection pool and HTTP client, with the additions of this package.
 *
 * @since 0.1.0
 */
public final class PooledClient {

    private static final String POOL_NAME = "chutes";

    private static final Duration SHORTEST_EVICTION_INTERVAL = Duration.ofSeconds(1);

    private static final Duration LONGEST_EVICTION_INTERVAL = Duration.ofSeconds(30);

    /** Larger than a read, so that each read is passed on as one buffer. */
    private static final int MAX_CHUNK = 1024 * 1024;

    private final ConnectionProvider provider;

    private final PoolMetrics metrics = new PoolMetrics();

    private final LoopWatch loops;

    private final @Nullable AddressResolvers resolvers;

    private final HttpClient client;

    /** Whether each request may look up a proxy by name, which blocks. */
    private final boolean looksUpProxy;

    /**
     * Prepared POST requests for the configured URLs, which receive nearly all calls: each configuration step copies
     * the configuration. Each call takes the last step itself, because Reactor Netty stores in that copy the values
     * that a customizer sets for one call.
     */
    private final Map<URI, RequestSender> posts = new HashMap<>();

    /**
     * Create a pool without connections.
     *
     * @param settings the settings, including the customizer
     * @param urls the URLs of nearly all requests
     * @param onLoopShutdown receives each event loop that shuts down while it has connections
     */
    public PooledClient(ConnectionSettings settings, Collection<URI> urls, Consumer<EventLoop> onLoopShutdown) {
        IdleLimit idle = new IdleLimit(settings.maxIdleTime());
        this.loops = new LoopWatch(onLoopShutdown);
        this.provider = pool(settings, idle);
        this.client = prepare(settings, idle);
        this.resolvers = client.configuration().resolver() instanceof AddressResolvers ours ? ours : null;
        this.looksUpProxy = client.configuration().proxyProviderSupplier() != null;
        urls.forEach(url -> posts.put(url, client.post().uri(url)));
    }

    private ConnectionProvider pool(ConnectionSettings settings, IdleLimit idle) {
        return new LeavablePool(ConnectionProvider.builder(POOL_NAME)
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(settings.maxConnections())
                .pendingAcquireTimeout(settings.acquireTimeout())
                .evictionPredicate(idle::isOver)
                .evictInBackground(evictionInterval(settings.maxIdleTime()))
                .lifo()
                .metrics(true, () -> metrics)
                .build());
    }

    private static Duration evictionInterval(Duration maxIdleTime) {
        if (maxIdleTime.compareTo(SHORTEST_EVICTION_INTERVAL) < 0) {
            return SHORTEST_EVICTION_INTERVAL;
        }
        return maxIdleTime.compareTo(LONGEST_EVICTION_INTERVAL) > 0 ? LONGEST_EVICTION_INTERVAL : maxIdleTime;
    }

    /**
     * Send a POST. Reactor Netty looks up the name of a proxy on the subscribing thread (seen in {@code ProxyProvider}
     * of 1.3.8), so a request that may use a proxy is subscribed to on a thread that may block.
     *
     * @param <T> the type of the result
     * @param url the URL
     * @param send sends the request
     * @return the result
     */
    public <T> Flux<T> post(URI url, Function<RequestSender, Flux<T>> send) {
        RequestSender known = posts.get(url);
        Flux<T> answer = send.apply(known == null ? client.post().uri(url) : known);
        return looksUpProxy ? answer.subscribeOn(Schedulers.boundedElastic()) : answer;
    }

    /**
     * Send a GET like a {@link #post}.
     *
     * @param <T> the type of the result
     * @param url the URL
     * @param send sends the request
     * @return the result
     */
    public <T> Flux<T> get(URI url, Function<RequestSender, Flux<T>> send) {
        Flux<T> answer = send.apply(client.request(HttpMethod.GET).uri(url));
        return looksUpProxy ? answer.subscribeOn(Schedulers.boundedElastic()) : answer;
    }

    /**
     * Send a request without content.
     *
     * @param <T> the type of the result
     * @param method its method
     * @param url the URL
     * @param headers sets its headers
     * @param onSent runs when it has been written
     * @param read reads the response; what it leaves unread closes the connection
     * @return the result
     */
    public <T> Flux<T> query(
            HttpMethod method,
            URI url,
            Consumer<HttpHeaders> headers,
            Runnable onSent,
            BiFunction<HttpClientResponse, ByteBufFlux, Publisher<T>> read) {
        Flux<T> answer = client.headers(headers)
                .doAfterRequest((request, connection) -> onSent.run())
                .request(method)
                .uri(url)
                .response(read);
        return looksUpProxy ? answer.subscribeOn(Schedulers.boundedElastic()) : answer;
    }

    /**
     * Return the sum of a number over all pools.
     *
     * @param number reads the number of one pool
     * @return the sum
     */
    public int poolSum(ToIntFunction<ConnectionPoolMetrics> number) {
        return metrics.sum(number);
    }

    /**
     * Close the connections.
     *
     * @return a {@code Mono} that completes when they are closed
     */
    public Mono<Void> dispose() {
        return provider.disposeLater().doFinally(signal -> {
            loops.dispose();
            if (resolvers != null) {
                resolvers.close();
            }
        });
    }

    private HttpClient prepare(ConnectionSettings settings, IdleLimit idle) {
        try {
            HttpClient customized = settings.customizer().apply(begin(settings));
            requireHttp11(customized.configuration().sslProvider());
            StandingHeaders.requireValid(customized.configuration().headers());
            return protect(spread(customized), idle);
        } catch (RuntimeException | Error refused) {
            provider.dispose();
            throw refused;
        }
    }

    /** A server that is offered HTTP/2 uses it, and its frames would be parsed as HTTP/1.1. */
    private static void requireHttp11(@Nullable SslProvider tls) {
        if (tls != null
                && tls.getSslContext()
                        .applicationProtocolNegotiator()
                        .protocols()
                        .contains("h2")) {
            throw new IllegalArgumentException(
                    "the SslContext of the customised HttpClient offers HTTP/2 (ALPN \"h2\"),"
                            + " which this client does not support: build it without ALPN, or with only \"http/1.1\"");
        }
    }

    @SuppressWarnings("deprecation") // Netty 5 removes maxChunkSize; 4.2 has no replacement
    private HttpClient begin(ConnectionSettings settings) {
        return StrictClient.create(provider)
                .protocol(HttpProtocol.HTTP11)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(Math.max(1, settings.connectTimeout().toMillis())))
                .option(ChannelOption.RECVBUF_ALLOCATOR, new ReadSizes())
                .httpResponseDecoder(decoder -> decoder.maxChunkSize(MAX_CHUNK)
                        .maxHeaderSize(settings.maxHeadBytes())
                        .maxInitialLineLength(settings.maxHeadBytes()));
    }

    /** Use the loops and the resolver that the customizer chose, if any. */
    private static HttpClient spread(HttpClient customized) {
        HttpClientConfig config = customized.configuration();
        return customized
                .resolver(resolver(config))
                .runOn(new ConnectionLoops(config::loopResources), config.isPreferNative());
    }

    /**
     * A configured proxy sets a resolver that does not resolve, even for hosts that bypass the proxy
     * (reactor/reactor-netty#4104); see {@link LeavablePool}.
     */
    private static AddressResolverGroup<?> resolver(HttpClientConfig config) {
        AddressResolverGroup<?> chosen = config.resolver();
        return chosen == null || chosen == NoopAddressResolverGroup.INSTANCE
                ? new AddressResolvers(config::loopResources, config.isPreferNative())
                : chosen;
    }

    /** A failed write must not close the connection: the early response that made it fail is still unread. */
    private HttpClient protect(HttpClient customized, IdleLimit idle) {
        return StrictClient.protect(customized)
                .option(ChannelOption.AUTO_CLOSE, false)
                .doOnResponse(idle::follow)
                .doOnChannelInit((observer, channel, address) -> {
                    loops.watch(channel);
                    KeepAlive.enable(channel);
                    ReadSizes.attach(channel);
                    ConnectPhases.watch(observer.currentContext(), channel, address);
                    CloseNotify.watch(channel.pipeline());
                    WholeRecords.frame(channel.pipeline());
                    guard(channel.pipeline());
                });
    }

    private static void guard(ChannelPipeline pipeline) {
        SurplusGuard surplus = new SurplusGuard();
        pipeline.addBefore(NettyPipeline.HttpCodec, "chutes.strayBytes", new StrayBytesGuard(surplus::isAnswerExpected))
                .addBefore(NettyPipeline.ReactiveBridge, "chutes.surplus", surplus)
                .addBefore(NettyPipeline.ReactiveBridge, RequestWatch.NAME, new RequestWatch());
    }
}
