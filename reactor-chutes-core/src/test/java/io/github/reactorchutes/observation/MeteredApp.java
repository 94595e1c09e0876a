package io.github.reactorchutes.observation;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.RetryBudget;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/**
 * A small service with everything measured, under the load of its own: all that can happen to calls happens. Its
 * {@code main} method serves {@code /metrics} to a Prometheus on this machine, for as many seconds as it is told.
 */
final class MeteredApp implements AutoCloseable {

    private static final Reply VIDEO = Reply.video(Videos.ofSize(60_000))
            .withHeader("X-Chutes-Quota-Total", "5000")
            .withHeader("X-Chutes-Quota-Used", "4600")
            .withHeader("X-Chutes-Quota-Remaining", "400")
            .withHeader("X-Chutes-RL-User", "60");

    private static final int MAX_CALLS = 30_000;

    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    private final ChutesEmulator server = ChutesEmulator.start();

    private final Random random = new Random(7);

    private final ChutesClient client;

    private final Disposable.Swap load = Disposables.swap();

    MeteredApp() {
        RetryBudget budget = RetryBudget.of(100, 0.2);
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(12, 8, Duration.ofMillis(400));
        RateLimiterRegistry limiters = RateLimiterRegistry.of(RateLimiterConfig.custom()
                .limitForPeriod(200)
                .limitRefreshPeriod(Duration.ofSeconds(1))
                .timeoutDuration(Duration.ofSeconds(5))
                .build());
        RateLimitFilter rate = RateLimitFilter.of(limiters.rateLimiter("chutes"));
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerFilter.defaultConfig());
        this.client = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(server.baseUrl())
                .abandonmentTimeout(Duration.ofMillis(300))
                .firstByteTimeout(Duration.ofSeconds(2))
                .idleTimeout(Duration.ofMillis(300))
                .filter(concurrency)
                .filter(RetryFilter.builder()
                        .budget(budget)
                        .coldStart(Backoff.of(3, Duration.ofMillis(20), Duration.ofMillis(50)))
                        .build())
                .filter(rate)
                .filter(CircuitBreakerFilter.perEndpoint(breakers))
                .filters(ChutesMetrics.of(meters))
                .build();
        new ChutesClientMetrics(client, Tags.of("chutes.client", "app")).bindTo(meters);
        new ChutesResilienceMetrics(Tags.of("chutes.client", "app"))
                .concurrencyLimit(concurrency)
                .rateLimit(rate)
                .retryBudget(budget)
                .circuitBreakers(breakers)
                .rateLimiters(limiters)
                .bindTo(meters);
    }

    String scrape() {
        return meters.scrape();
    }

    /** Call without a pause, some at a time, until the end. */
    void load() {
        server.enqueue(Stream.generate(this::reply).limit(MAX_CALLS).toArray(Reply[]::new));
        load.update(Flux.range(0, Integer.MAX_VALUE)
                .flatMap(i -> call(i % 25).onErrorComplete().then(Mono.delay(Duration.ofMillis(10))), 24)
                .subscribe());
    }

    private Mono<Void> call(int fate) {
        Mono<VideoResponse> call = client.exchange(Requests.text());
        if (fate == 0) {
            return call.then();
        }
        return call.flatMapMany(response -> fate == 1 ? response.body().take(1) : response.body())
                .doOnNext(DataBufferUtils::release)
                .then();
    }

    private Reply reply() {
        Reply video = VIDEO.withDelay(Duration.ofMillis(20 + random.nextInt(200)));
        return switch (random.nextInt(40)) {
            case 0 -> video.cutAfter(30_000);
            case 1 -> video.stallAfter(20_000);
            case 2 -> Reply.json(500, "{}");
            case 3 -> Reply.coldStart();
            case 4 -> video.drip(6_000, Duration.ofMillis(10));
            default -> video;
        };
    }

    @Override
    public void close() {
        load.dispose();
        client.close();
        server.close();
    }

    /** Serve on a port for some seconds, under load. */
    public static void main(String[] args) {
        try (MeteredApp app = new MeteredApp()) {
            DisposableServer http = HttpServer.create()
                    .host("127.0.0.1")
                    .port(Integer.parseInt(args[0]))
                    .route(routes -> routes.get(
                            "/metrics",
                            (request, response) -> response.header("Content-Type", "text/plain; version=0.0.4")
                                    .sendString(Mono.fromSupplier(app::scrape))))
                    .bindNow();
            app.load();
            Mono.delay(Duration.ofSeconds(Long.parseLong(args[1]))).block();
            http.disposeNow();
        }
    }
}
