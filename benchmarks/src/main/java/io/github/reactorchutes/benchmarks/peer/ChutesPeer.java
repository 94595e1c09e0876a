package io.github.reactorchutes.benchmarks.peer;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.netty.resources.LoopResources;

/** This library, with its defaults. */
final class ChutesPeer implements ReactivePeer {

    private static final VideoRequest TEXT = TextToVideoRequest.builder("a fox").build();

    private final ChutesClient client;

    private final VideoRequest request;

    private ChutesPeer(ChutesClient.Builder builder) {
        this(builder, TEXT);
    }

    private ChutesPeer(ChutesClient.Builder builder, VideoRequest request) {
        this.client = builder.build();
        this.request = request;
    }

    /** Without any filter. */
    static ChutesPeer bare(URI base) {
        return new ChutesPeer(builder(base, SslProvider.OPENSSL));
    }

    static ChutesPeer withJdkTls(URI base) {
        return new ChutesPeer(builder(base, SslProvider.JDK));
    }

    /** With a new connection for each call. */
    static ChutesPeer withoutReuse(URI base) {
        return new ChutesPeer(builder(base, SslProvider.OPENSSL).maxIdleTime(Duration.ZERO));
    }

    /** On as many event loops as Reactor Netty has at least, even if there are fewer processors. */
    static ChutesPeer onFourLoops(URI base) {
        return new ChutesPeer(builder(base, SslProvider.OPENSSL)
                .httpClient(http -> http.runOn(LoopResources.create("four", 4, true))));
    }

    /** With a large image in each request. */
    static ChutesPeer uploading(URI base) {
        return uploading(base, Image.bytes(LargeImage.BYTES));
    }

    static ChutesPeer uploadingFile(URI base) {
        return uploading(base, Image.file(LargeImage.file()));
    }

    private static ChutesPeer uploading(URI base, Image image) {
        return new ChutesPeer(
                builder(base, SslProvider.OPENSSL),
                ImageToVideoRequest.builder("a fox", image).build());
    }

    /** With all features: observations into a real registry, and limits high enough never to delay a call. */
    static ChutesPeer guarded(URI base) {
        return new ChutesPeer(builder(base, SslProvider.OPENSSL)
                .filters(observations())
                .filters(concurrency()
                        .retry(RetryFilter.of(3))
                        .rateLimit(rate())
                        .circuitBreaker(breaker())
                        .build()));
    }

    static ChutesPeer observed(URI base) {
        return with(base, observations());
    }

    static ChutesPeer limited(URI base) {
        return with(base, concurrency().build());
    }

    static ChutesPeer paced(URI base) {
        return with(base, Resilience.builder().rateLimit(rate()).build());
    }

    static ChutesPeer breaking(URI base) {
        return with(base, Resilience.builder().circuitBreaker(breaker()).build());
    }

    static ChutesPeer retried(URI base) {
        return with(base, Resilience.builder().retry(RetryFilter.of(3)).build());
    }

    private static ChutesPeer with(URI base, Consumer<List<VideoExchangeFilter>> filters) {
        return new ChutesPeer(builder(base, SslProvider.OPENSSL).filters(filters));
    }

    private static Consumer<List<VideoExchangeFilter>> observations() {
        return ChutesObservations.of(Guards.registry());
    }

    private static Resilience.Builder concurrency() {
        int calls = ReactorNettyPeer.MAX_CONNECTIONS;
        return Resilience.builder().concurrency(ConcurrencyLimitFilter.of(calls, calls, Duration.ofMinutes(1)));
    }

    private static RateLimitFilter rate() {
        return RateLimitFilter.of(RateLimiter.of("wide", Guards.WIDE_RATE));
    }

    private static CircuitBreakerFilter breaker() {
        return CircuitBreakerFilter.perEndpoint();
    }

    private static ChutesClient.Builder builder(URI base, SslProvider provider) {
        ChutesClient.Builder builder = ChutesClient.builder()
                .apiToken("token")
                .baseUrl(base)
                .maxConnections(ReactorNettyPeer.MAX_CONNECTIONS)
                .acquireTimeout(Duration.ofMinutes(1));
        return base.getScheme().equals("https")
                ? builder.httpClient(http -> ReactorNettyPeer.trusting(http, provider))
                : builder;
    }

    @Override
    public Flux<Integer> sizes() {
        return client.exchange(request).flatMapMany(VideoResponse::body).map(WebClientPeer::drop);
    }

    @Override
    public void close() {
        client.close();
    }
}
