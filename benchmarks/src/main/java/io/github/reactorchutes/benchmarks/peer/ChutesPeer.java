package io.github.reactorchutes.benchmarks.peer;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;

/** This library, with its defaults. */
final class ChutesPeer implements ReactivePeer {

    private static final TextToVideoRequest REQUEST =
            TextToVideoRequest.builder("a fox").build();

    private final ChutesClient client;

    private ChutesPeer(ChutesClient.Builder builder) {
        this.client = builder.build();
    }

    /** Without any filter. */
    static ChutesPeer bare(URI base) {
        return new ChutesPeer(builder(base, SslProvider.OPENSSL));
    }

    static ChutesPeer withJdkTls(URI base) {
        return new ChutesPeer(builder(base, SslProvider.JDK));
    }

    /** With everything on: observations into a real registry, limits wide enough never to hold a call up. */
    static ChutesPeer guarded(URI base) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
        return new ChutesPeer(
                builder(base, SslProvider.OPENSSL).filters(wide()).filters(ChutesObservations.of(registry)));
    }

    private static Consumer<List<VideoExchangeFilter>> wide() {
        int calls = ReactorNettyPeer.MAX_CONNECTIONS;
        RateLimiterConfig rate = RateLimiterConfig.custom()
                .limitForPeriod(1_000_000)
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .build();
        return Resilience.builder()
                .concurrency(ConcurrencyLimitFilter.of(calls, calls, Duration.ofMinutes(1)))
                .rateLimit(RateLimitFilter.of(RateLimiter.of("wide", rate)))
                .circuitBreaker(CircuitBreakerFilter.perEndpoint())
                .build();
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
        return client.textToVideo(REQUEST).flatMapMany(body -> body).map(WebClientPeer::drop);
    }

    @Override
    public void close() {
        client.close();
    }
}
