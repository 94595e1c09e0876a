package io.github.reactorchutes.benchmarks.peer;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.reactor.bulkhead.operator.BulkheadOperator;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import io.github.resilience4j.reactor.ratelimiter.operator.RateLimiterOperator;
import io.github.resilience4j.reactor.retry.RetryOperator;
import io.github.resilience4j.retry.Retry;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** Spring's client, on Reactor Netty with its defaults. */
final class WebClientPeer implements ReactivePeer {

    private final WebClient client;

    private final UnaryOperator<Flux<Integer>> guards;

    private WebClientPeer(WebClient client, UnaryOperator<Flux<Integer>> guards) {
        this.client = client;
        this.guards = guards;
    }

    static WebClientPeer bare(URI base) {
        return new WebClientPeer(builder(base).build(), UnaryOperator.identity());
    }

    /** With guards as in an application: Spring's observation, and Resilience4j's operators with high limits. */
    static WebClientPeer guarded(URI base) {
        BulkheadConfig wide = BulkheadConfig.custom()
                .maxConcurrentCalls(ReactorNettyPeer.MAX_CONNECTIONS)
                .build();
        BulkheadOperator<Integer> limit = BulkheadOperator.of(Bulkhead.of("wide", wide));
        RateLimiterOperator<Integer> pace = RateLimiterOperator.of(RateLimiter.of("wide", Guards.WIDE_RATE));
        RetryOperator<Integer> retry = RetryOperator.of(Retry.ofDefaults("three attempts"));
        CircuitBreakerOperator<Integer> breaker = CircuitBreakerOperator.of(CircuitBreaker.ofDefaults("closed"));
        return new WebClientPeer(
                builder(base).observationRegistry(Guards.registry()).build(),
                sizes -> sizes.transformDeferred(breaker)
                        .transformDeferred(pace)
                        .transformDeferred(retry)
                        .transformDeferred(limit));
    }

    private static WebClient.Builder builder(URI base) {
        return WebClient.builder()
                .baseUrl(base.toString())
                .clientConnector(new ReactorClientHttpConnector(ReactorNettyPeer.client(base, SslProvider.JDK)));
    }

    @Override
    public Flux<Integer> sizes() {
        return guards.apply(client.post()
                .uri("/text2video")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON)
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .map(WebClientPeer::drop));
    }

    static int drop(DataBuffer buffer) {
        int size = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return size;
    }
}
