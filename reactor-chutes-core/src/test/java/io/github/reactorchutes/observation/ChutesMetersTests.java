package io.github.reactorchutes.observation;

import static io.github.reactorchutes.fixture.Await.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.resilience.CircuitBreakerFilter;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryBudget;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

/** What the meters say of calls. */
class ChutesMetersTests {

    private static final byte[] VIDEO = Videos.ofSize(20_000);

    private static final Duration WAIT = Duration.ofSeconds(10);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** Held, because gauges hold weakly. */
    private final RetryBudget budget = RetryBudget.of(10, 0.5);

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void timeTheCallTheFirstByteAndTheBody() {
        server.enqueue(Reply.video(VIDEO).withDelay(Duration.ofMillis(120)).drip(5_000, Duration.ofMillis(30)));

        Calls.video(client(), Requests.text());

        Tags completed = Tags.of("chutes.endpoint", "text-to-video", "chutes.outcome", "completed");
        assertThat(millis("chutes.client.first.byte", Tags.of("chutes.endpoint", "text-to-video")))
                .isBetween(100.0, 5_000.0);
        assertThat(millis("chutes.client.body", completed)).isBetween(50.0, 5_000.0);
        assertThat(millis("chutes.client.call", completed)).isGreaterThanOrEqualTo(150.0);
        assertThat(millis("chutes.client.attempt", completed)).isGreaterThanOrEqualTo(150.0);
        DistributionSummary size =
                meters.get("chutes.client.body.size").tags(completed).summary();
        assertThat(size.totalAmount()).isEqualTo(20_000);
        assertThat(size.getId().getBaseUnit()).isEqualTo("bytes");
        assertThat(meters.find("chutes.client.wasted").counters()).isEmpty();
    }

    @Test
    void timeTheWaitsForEachLimit() {
        server.enqueue(Reply.video(VIDEO).withDelay(Duration.ofMillis(150)), Reply.video(VIDEO));
        ChutesClient client = client(builder -> builder.filter(ConcurrencyLimitFilter.of(1, 5, WAIT))
                .filter(RateLimitFilter.of(RateLimiterRegistry.of(RateLimiterConfig.custom()
                                .limitForPeriod(1)
                                .limitRefreshPeriod(Duration.ofMillis(50))
                                .timeoutDuration(WAIT)
                                .build())
                        .rateLimiter("test"))));

        Mono.when(whole(client), whole(client)).block(Calls.SOON);

        assertThat(timer("chutes.client.wait", Tags.of("chutes.limit", "concurrency", "chutes.admitted", "true"))
                        .count())
                .isEqualTo(2);
        assertThat(millis("chutes.client.wait", Tags.of("chutes.limit", "concurrency")))
                .isGreaterThanOrEqualTo(130);
        assertThat(timer("chutes.client.wait", Tags.of("chutes.limit", "rate")).count())
                .isEqualTo(2);
    }

    @Test
    void timeWaitsInVainToo() {
        server.enqueue(Reply.silent());
        ChutesClient client = client(builder -> builder.filter(ConcurrencyLimitFilter.of(1, 5, Duration.ofMillis(80))));
        Disposable first = client.exchange(Requests.text()).subscribe();

        Calls.failure(ChutesCallRejectedException.class, client, Requests.text());
        first.dispose();

        Timer inVain = timer("chutes.client.wait", Tags.of("chutes.admitted", "false", "chutes.limit", "concurrency"));
        assertThat(inVain.count()).isEqualTo(1);
        assertThat(inVain.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(75);
    }

    @Test
    void countRetriesByTheirReason() {
        server.enqueue(Reply.capacity(), Reply.coldStart(), Reply.coldStart(), Reply.video(VIDEO));

        Calls.video(
                client(builder -> builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))),
                Requests.text());

        assertThat(count("chutes.client.retries", "error.type", "response.capacity"))
                .isEqualTo(1);
        assertThat(count("chutes.client.retries", "error.type", "response.cold_start"))
                .isEqualTo(2);
        assertThat(meters.find("chutes.client.wasted").counters()).isEmpty();
    }

    @Test
    void countGenerationsThatWereWasted() {
        ChutesClient client = client(
                builder -> builder.abandonmentTimeout(Duration.ofMillis(40)).firstByteTimeout(Duration.ofMillis(300)));

        server.enqueue(Reply.video(VIDEO).cutAfter(9_000));
        Calls.failure(ChutesBodyException.class, client, Requests.text());
        server.enqueue(Reply.video(VIDEO));
        Calls.head(client.exchange(Requests.text()));
        server.enqueue(Reply.silent());
        Calls.failure(ChutesOutcomeUnknownException.class, client, Requests.text());
        server.enqueue(Reply.json(500, "{}"));
        Calls.failure(ChutesResponseException.class, client, Requests.text());
        server.enqueue(Reply.video(VIDEO).drip(500, Duration.ofMillis(20)));
        client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .take(1)
                .blockLast(Calls.SOON);
        server.enqueue(Reply.json(401, "{}"));
        Calls.failure(ChutesResponseException.class, client, Requests.text());

        untilAsserted(() -> {
            assertThat(count("chutes.client.wasted", "chutes.waste", "truncated"))
                    .isEqualTo(1);
            assertThat(count("chutes.client.wasted", "chutes.waste", "abandoned"))
                    .isEqualTo(1);
            assertThat(count("chutes.client.wasted", "chutes.waste", "outcome_unknown"))
                    .isEqualTo(2);
            assertThat(count("chutes.client.wasted", "chutes.waste", "cancelled"))
                    .isEqualTo(1);
        });
        assertThat(meters.find("chutes.client.wasted").counters()).hasSize(4);
    }

    @Test
    void countAsWastedOnlyWhatMayHaveBeenSent() {
        ChutesClient client = client(builder -> builder.filter(ConcurrencyLimitFilter.of(1, 5, WAIT)));
        server.enqueue(Reply.silent());
        Disposable sent = client.exchange(Requests.text()).subscribe();
        server.takeRequest(Calls.SOON);
        Disposable waiting = client.exchange(Requests.text()).subscribe();

        waiting.dispose();
        sent.dispose();

        untilAsserted(() -> assertThat(count("chutes.client.wasted", "chutes.waste", "cancelled"))
                .isEqualTo(1));
    }

    @Test
    void countBodiesThatWereGivenUpAsStalledBySide() {
        ChutesClient client = client(
                builder -> builder.idleTimeout(Duration.ofSeconds(1)).consumerIdleTimeout(Duration.ofSeconds(1)));
        server.enqueue(Reply.video(VIDEO).stallAfter(5_000));
        Calls.failure(ChutesBodyException.class, client, Requests.text());
        server.enqueue(Reply.video(VIDEO));
        PausingReader reader = new PausingReader(0);
        Calls.head(client.exchange(Requests.text())).body().subscribe(reader);
        reader.awaitEnd();

        assertThat(stalls("server")).isEqualTo(1);
        assertThat(stalls("consumer")).isEqualTo(1);
        assertThat(ended("body.stalled")).isEqualTo(1);
        assertThat(ended("body.consumer_idle")).isEqualTo(1);
    }

    @Test
    void countAPauseOfTheServerThatIsOver() throws IOException {
        CountDownLatch counted = new CountDownLatch(1);
        try (RawServer pausing = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(Arrays.copyOf(VIDEO, 5_000));
            awaitSoon(counted);
            connection.write(Arrays.copyOfRange(VIDEO, 5_000, VIDEO.length));
            connection.awaitClientClose();
        })) {
            ChutesClient client = client(pausing.url(), builder -> builder.idleTimeout(Duration.ofSeconds(8)));
            Disposable call = whole(client).subscribe();
            untilAsserted(() -> assertThat(stalls("server")).isEqualTo(1));
            counted.countDown();
            untilAsserted(() -> assertThat(call.isDisposed()).isTrue());
        }

        assertThat(ended("none")).isEqualTo(1);
        assertThat(stalls("server")).isEqualTo(1);
        assertThat(stalls("consumer")).isZero();
    }

    @Test
    void countAPauseOfTheConsumerThatIsOver() {
        server.enqueue(Reply.video(VIDEO));
        PausingReader reader = new PausingReader(1);
        Calls.head(client(builder -> builder.consumerIdleTimeout(Duration.ofSeconds(8)))
                        .exchange(Requests.text()))
                .body()
                .subscribe(reader);

        untilAsserted(() -> assertThat(stalls("consumer")).isEqualTo(1));
        reader.request(Long.MAX_VALUE);
        reader.awaitEnd();

        assertThat(ended("none")).isEqualTo(1);
        assertThat(stalls("consumer")).isEqualTo(1);
        assertThat(stalls("server")).isZero();
    }

    @Test
    void showWhatCallsAreDoing() {
        ChutesClient client = client(builder -> builder.filter(ConcurrencyLimitFilter.of(2, 5, WAIT)));
        server.enqueue(Reply.silent(), Reply.video(VIDEO).drip(1_000, Duration.ofMillis(50)));

        Disposable generating = client.exchange(Requests.text()).subscribe();
        untilAsserted(() -> assertThat(active("generating")).isEqualTo(1));
        // the replies go to the requests in the order of their arrival
        untilAsserted(() -> assertThat(server.requests()).hasSize(1));
        Disposable delivering = whole(client).subscribe();
        untilAsserted(() -> assertThat(active("delivering")).isEqualTo(1));
        Disposable waiting = whole(client).subscribe();
        untilAsserted(() -> assertThat(active("waiting")).isEqualTo(1));
        waiting.dispose();
        generating.dispose();
        delivering.dispose();

        untilAsserted(() -> assertThat(meters.find("chutes.client.active.calls").gauges())
                .hasSize(5)
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero()));
    }

    @Test
    void showACallThatWaitsForItsNextAttempt() {
        ChutesClient client =
                client(builder -> builder.filter(RetryFilter.of(1, Duration.ofMinutes(1), Duration.ofMinutes(1))));
        server.enqueue(Reply.capacity());

        Disposable call = client.exchange(Requests.text()).subscribe();

        untilAsserted(() -> assertThat(active("backing_off")).isEqualTo(1));
        call.dispose();
        assertThat(active("backing_off")).isZero();
    }

    @Test
    void showQuotaAndRateLimitsOfTheHeads() {
        server.enqueue(
                Reply.video(VIDEO)
                        .withHeader("X-Chutes-Quota-Total", "200")
                        .withHeader("X-Chutes-Quota-Used", "7.5")
                        .withHeader("X-Chutes-Quota-Remaining", "192.5")
                        .withHeader("X-Chutes-RL-User", "60"),
                Reply.video(VIDEO)
                        .withHeader("X-Chutes-Quota-Total", "inf")
                        .withHeader("X-Chutes-Quota-Used", "8.5")
                        .withHeader("X-Chutes-Quota-Remaining", "191.5"));
        ChutesClient client = client();

        Calls.video(client, Requests.text());
        assertThat(gauge("chutes.client.quota", "chutes.quota", "total")).isEqualTo(200);
        Calls.video(client, Requests.text());

        assertThat(gauge("chutes.client.quota", "chutes.quota", "total")).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(gauge("chutes.client.quota", "chutes.quota", "used")).isEqualTo(8.5);
        assertThat(gauge("chutes.client.quota", "chutes.quota", "remaining")).isEqualTo(191.5);
        assertThat(gauge("chutes.client.rate.limit", "chutes.rate.limit", "user"))
                .isEqualTo(60);
    }

    @Test
    void areMadeAgainAfterTheyWereRemoved() {
        Reply video = Reply.video(VIDEO).withHeader("X-Chutes-Quota-Total", "200");
        server.enqueue(video, Reply.json(500, "{}"), video, Reply.json(500, "{}"));
        ChutesClient client = client();

        Calls.video(client, Requests.text());
        Calls.failure(ChutesResponseException.class, client, Requests.text());
        meters.clear();
        Calls.video(client, Requests.text());
        Calls.failure(ChutesResponseException.class, client, Requests.text());

        assertThat(timer("chutes.client.first.byte", Tags.empty()).count()).isEqualTo(1);
        assertThat(meters.get("chutes.client.body.size").summary().count()).isEqualTo(1);
        assertThat(count("chutes.client.wasted", "chutes.waste", "outcome_unknown"))
                .isEqualTo(1);
        assertThat(gauge("chutes.client.quota", "chutes.quota", "total")).isEqualTo(200);
    }

    @Test
    void showConnectionsAndLimitsOnRequest() {
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(3, 5, WAIT);
        RateLimitFilter rate = RateLimitFilter.perAccount();
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerFilter.defaultConfig());
        RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
        limiters.rateLimiter("own");
        ChutesClient client = client(
                builder -> builder.filter(concurrency).filter(rate).filter(CircuitBreakerFilter.perEndpoint(breakers)));
        assertThat(meters.find("chutes.client.connections").gauges()).isEmpty();
        new ChutesClientMetrics(client, Tags.of("chutes.client", "videos")).bindTo(meters);
        new ChutesResilienceMetrics(Tags.of("chutes.client", "videos"))
                .concurrencyLimit(concurrency)
                .rateLimit(rate)
                .retryBudget(budget)
                .circuitBreakers(breakers)
                .rateLimiters(limiters)
                .bindTo(meters);
        server.enqueue(Reply.silent());

        Disposable call = client.exchange(Requests.text()).subscribe();
        untilAsserted(() -> assertThat(gauge("chutes.client.connections", "chutes.state", "active"))
                .isEqualTo(1));

        assertThat(gauge("chutes.client.permits.available", "chutes.client", "videos"))
                .isEqualTo(2);
        assertThat(gauge("chutes.client.queue", "chutes.limit", "concurrency")).isZero();
        assertThat(gauge("chutes.client.queue", "chutes.limit", "rate")).isZero();
        assertThat(gauge("chutes.client.retry.budget", "chutes.client", "videos"))
                .isEqualTo(10);
        assertThat(gauge("resilience4j.circuitbreaker.state", "name", "chutes-text-to-video"))
                .isNotNaN();
        assertThat(gauge("resilience4j.ratelimiter.available.permissions", "name", "own"))
                .isEqualTo(50);
        call.dispose();
    }

    @Test
    void showTheLimitsOfTheRecommendedFilters() {
        Resilience resilience = Resilience.builder().defaults().concurrency(20).build();
        new ChutesResilienceMetrics(Tags.of("chutes.client", "videos"))
                .filters(resilience)
                .bindTo(meters);

        ChutesClient client = client(builder -> builder.filters(resilience));
        server.enqueue(Reply.silent());
        Disposable call = client.exchange(Requests.text()).subscribe();

        untilAsserted(() -> assertThat(gauge("chutes.client.permits.available", "chutes.client", "videos"))
                .isEqualTo(19));
        assertThat(gauge("chutes.client.queue", "chutes.limit", "concurrency")).isZero();
        assertThat(gauge("chutes.client.queue", "chutes.limit", "rate")).isZero();
        assertThat(gauge("chutes.client.retry.budget", "chutes.client", "videos"))
                .isEqualTo(100);
        call.dispose();
    }

    @Test
    void showNoLimitThatIsNotThere() {
        new ChutesResilienceMetrics(Tags.empty())
                .filters(Resilience.builder().build())
                .bindTo(meters);

        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void areTheSameWithAMeterRegistryAloneAndWithAnObservationRegistry() {
        Set<Meter.Id> alone = idsAfterACall(client());
        ObservationRegistry observations = ObservationRegistry.create();
        observations
                .observationConfig()
                .observationHandler(new DefaultMeterObservationHandler(meters))
                .observationHandler(new ChutesMeterObservationHandler(meters));

        Set<Meter.Id> observed = idsAfterACall(observed(ChutesObservations.builder(observations)));

        assertThat(observed).isEqualTo(alone);
        assertThat(timer("chutes.client.call", Tags.empty()).count()).isEqualTo(1);
    }

    @Test
    void tellNamedClientsApart() {
        server.enqueue(Reply.video(VIDEO), Reply.video(VIDEO), Reply.video(VIDEO));
        ChutesObservations.Builder choice = ChutesMetrics.builder(meters);
        ChutesClient acme = observed(choice.clientName("acme"));
        ChutesClient other = observed(choice.clientName("other"));

        Calls.video(acme, Requests.text());
        Calls.video(other, Requests.text());
        Calls.video(other, Requests.text());

        for (String name : List.of("chutes.client.call", "chutes.client.attempt", "chutes.client.first.byte")) {
            assertThat(timer(name, Tags.of("chutes.client", "acme")).count())
                    .as(name)
                    .isEqualTo(1);
            assertThat(timer(name, Tags.of("chutes.client", "other")).count())
                    .as(name)
                    .isEqualTo(2);
        }
    }

    @Test
    void stayFewWhateverCallersMakeNamesOf() {
        server.when(request -> true).thenReply(Reply.json(401, "{\"detail\":\"Invalid token.\"}"));
        ChutesClient client = client();
        int before = 0;
        for (int i = 0; i < 3 * NameKeys.MAX; i++) {
            ChuteRequest request = ChuteRequest.builder("name-" + i, URI.create(server.baseUrl() + "/" + i + "?q=" + i))
                    .field("prompt", "prompt " + i)
                    .build();
            Calls.failure(ChutesResponseException.class, client, request);
            before = i == 2 * NameKeys.MAX ? meters.getMeters().size() : before;
        }

        assertThat(meters.getMeters()).hasSize(before);
        assertThat(meters.get("chutes.client.call").timers()).hasSize(NameKeys.MAX + 1);
        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTags())
                        .noneMatch(tag -> tag.getValue().contains("prompt")
                                || tag.getValue().contains("http:")
                                || tag.getValue().matches(".*[0-9a-f]{8}.*")));
    }

    private Set<Meter.Id> idsAfterACall(ChutesClient client) {
        server.enqueue(Reply.json(500, "{}"), Reply.video(VIDEO));
        Calls.failure(ChutesResponseException.class, client, Requests.text());
        meters.clear();
        Calls.video(client, Requests.text());
        return meters.getMeters().stream().map(Meter::getId).collect(Collectors.toSet());
    }

    private ChutesClient client() {
        return client(UnaryOperator.identity());
    }

    private ChutesClient client(UnaryOperator<ChutesClient.Builder> settings) {
        return client(server.baseUrl(), settings);
    }

    private ChutesClient client(URI url, UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(url, builder -> settings.apply(builder).filters(ChutesMetrics.of(meters)));
    }

    private ChutesClient observed(ChutesObservations.Builder choice) {
        return clients.client(server.baseUrl(), builder -> builder.filters(choice.build()));
    }

    private static Mono<Void> whole(ChutesClient client) {
        return client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .then();
    }

    private Timer timer(String name, Tags tags) {
        return meters.get(name).tags(tags).timer();
    }

    private double millis(String name, Tags tags) {
        return timer(name, tags).totalTime(TimeUnit.MILLISECONDS);
    }

    private double count(String name, String key, String value) {
        List<Counter> found = List.copyOf(meters.find(name).tag(key, value).counters());
        return found.stream().mapToDouble(Counter::count).sum();
    }

    private double stalls(String side) {
        return count("chutes.client.stalls", "chutes.side", side);
    }

    private long ended(String errorType) {
        return meters.find("chutes.client.call").tag("error.type", errorType).timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }

    private static void awaitSoon(CountDownLatch latch) {
        try {
            assertThat(latch.await(Calls.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double gauge(String name, String key, String value) {
        Gauge gauge = meters.get(name).tag(key, value).gauge();
        return gauge.value();
    }

    private double active(String stage) {
        return gauge("chutes.client.active.calls", "chutes.stage", stage);
    }

    /** Asks for some buffers at first, and for more when it is told to. */
    private static final class PausingReader extends BaseSubscriber<DataBuffer> {

        private final int atFirst;

        private final CountDownLatch ended = new CountDownLatch(1);

        PausingReader(int atFirst) {
            this.atFirst = atFirst;
        }

        void awaitEnd() {
            awaitSoon(ended);
        }

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            if (atFirst > 0) {
                request(atFirst);
            }
        }

        @Override
        protected void hookOnNext(DataBuffer buffer) {
            DataBufferUtils.release(buffer);
        }

        @Override
        protected void hookOnError(Throwable error) {
            // is what some tests wait for
        }

        @Override
        protected void hookFinally(SignalType type) {
            ended.countDown();
        }
    }
}
