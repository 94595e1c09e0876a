package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Tag("watched")
class RateLimitFilterTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final byte[] VIDEO = Videos.ofSize(1_000);

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final StubExchange platform = new StubExchange();

    /** Row 69: the limiter's periods begin when it is made, so two gaps of three calls take more than one period. */
    @Test
    void spacesCalls() {
        Duration period = Duration.ofMillis(600);
        RateLimitFilter rate = RateLimitFilter.of(limiter(1, period, LONG));
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(VIDEO), Reply.video(VIDEO), Reply.video(VIDEO));
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.filter(rate));
            long started = System.nanoTime();

            Flux.range(0, 3)
                    .flatMap(i -> client.exchange(Requests.text()).flatMapMany(VideoResponse::body))
                    .map(VideoBytes::take)
                    .blockLast(Calls.SOON);

            assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(period);
            assertThat(emulator.requestCount()).isEqualTo(3);
        }
    }

    /** Row 69: each attempt pays. */
    @Test
    void takesAPermitForEachAttempt() {
        RateLimiter limiter = limiter(10, Duration.ofHours(1), LONG);
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.capacity(), Reply.capacity(), Reply.video(VIDEO));
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filters(Resilience.builder()
                            .retry(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))
                            .rateLimit(RateLimitFilter.of(limiter))
                            .build()));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

            assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(7);
        }
    }

    /** A request that cannot be sent is refused before it waits for anything, whatever the calls before it wait for. */
    @ParameterizedTest
    @MethodSource("invalidRequests")
    void refusesInvalidRequestsBeforeTheyTakeOrAwaitAPermit(Supplier<VideoRequest> invalid) {
        RateLimiter limiter = limiter(1, Duration.ofHours(1), Duration.ofHours(2));
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 0, LONG);
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(VIDEO));
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.maxRequestBytes(50_000)
                            .filters(Resilience.builder()
                                    .deadline(LONG)
                                    .concurrency(concurrency)
                                    .retry(RetryFilter.of(3))
                                    .rateLimit(rate)
                                    .build()));

            for (int i = 0; i < 60; i++) {
                Calls.failure(InvalidVideoRequestException.class, client, invalid.get());
            }

            assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(1);
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            Disposable queued = client.exchange(Requests.text()).subscribe();
            assertThat(rate.waitingCalls()).isEqualTo(1);
            Calls.failure(InvalidVideoRequestException.class, client, invalid.get());
            queued.dispose();
        }
    }

    static Stream<Supplier<VideoRequest>> invalidRequests() {
        byte[] pdf = "%PDF-1.7".getBytes(StandardCharsets.US_ASCII);
        return Stream.of(
                () -> animated(Image.bytes(pdf)),
                () -> animated(Image.base64(Base64.getEncoder().encodeToString(pdf))),
                () -> animated(Image.from(() -> new ByteArrayInputStream(pdf), pdf.length)),
                () -> animated(Image.file(Path.of("none.png"))),
                () -> animated(Image.once(Flux.never(), 60_000)),
                () -> TextToVideoRequest.builder("a".repeat(60_000)).build(),
                () -> ChuteRequest.builder(Endpoint.of("other", URI.create("https://example.org/video")))
                        .build());
    }

    private static VideoRequest animated(Image image) {
        return ImageToVideoRequest.builder("a fox", image).build();
    }

    /** Nothing was asked of the platform, so its limit does not count the attempt. */
    @Test
    void takesThePermitBackFromAnAttemptThatTheBreakerRejects() {
        RateLimiter limiter = limiter(1, Duration.ofHours(1), LONG);
        CircuitBreaker breaker = CircuitBreaker.ofDefaults("test");
        breaker.transitionToForcedOpenState();
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(VIDEO));
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filters(Resilience.builder()
                            .rateLimit(RateLimitFilter.of(limiter))
                            .circuitBreaker(CircuitBreakerFilter.of(endpoint -> breaker))
                            .build()));
            for (int i = 0; i < 5; i++) {
                assertThat(Calls.failure(ChutesCallRejectedException.class, client, Requests.text())
                                .limit())
                        .isEqualTo(Limit.CIRCUIT_OPEN);
            }

            breaker.transitionToClosedState();

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        }
    }

    @Test
    void takesThePermitBackFromAnAttemptThatNeverReachesThePlatform() throws IOException {
        RateLimitFilter rate = RateLimitFilter.of(limiter(1, Duration.ofHours(1), LONG));
        RawServer gone = RawServer.start(connection -> {});
        gone.close();
        ChutesClient unreachable = clients.client(
                gone.url(),
                builder -> builder.filters(Resilience.builder()
                        .retry(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))
                        .rateLimit(rate)
                        .build()));
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(VIDEO));
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.filter(rate));

            assertThat(Calls.failure(ChutesNotSentException.class, unreachable, Requests.text())
                            .phase())
                    .isEqualTo(CallPhase.CONNECT);

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        }
    }

    /** A permit belongs to its period, so that a period never has more than the limit. */
    @Test
    void savesNoReturnedPermitForTheNextPeriod() {
        Duration period = Duration.ofMillis(500);
        RateLimiter limiter = limiter(5, period, LONG);
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        VideoExchange unreachable = call -> Mono.delay(Duration.ofMillis(20))
                .then(Mono.error(() -> new ChutesNotSentException(
                        call.endpoint(), CallPhase.CONNECT, "the host is unreachable", null)));
        Await.untilAsserted(() -> {
            Flux.range(0, 5)
                    .flatMap(i -> rate.filter(CALL, unreachable).onErrorComplete())
                    .blockLast(Calls.SOON);
            assertThat(limiter.getMetrics().getAvailablePermissions()).isZero();
        });
        Await.untilAsserted(
                () -> assertThat(limiter.getMetrics().getAvailablePermissions()).isEqualTo(5));

        for (int i = 0; i < 6; i++) {
            rate.filter(CALL, platform).subscribe();
        }

        assertThat(platform.calls()).hasSize(5);
    }

    /** Row 9. */
    @Test
    void canBeCancelledWhileItWaits() {
        RateLimiter limiter = limiter(1, Duration.ofMinutes(10), Duration.ofMinutes(20));
        assertThat(limiter.acquirePermission()).isTrue();
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        CircuitBreakerFilter breaker = CircuitBreakerFilter.perEndpoint();
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 0, LONG);
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filters(Resilience.builder()
                            .concurrency(concurrency)
                            .retry(RetryFilter.of(3))
                            .rateLimit(rate)
                            .circuitBreaker(breaker)
                            .build()));

            Disposable call = client.exchange(Requests.text()).subscribe();
            assertThat(rate.waitingCalls()).isEqualTo(1);
            assertThat(concurrency.availablePermits()).isZero();
            call.dispose();

            assertThat(rate.waitingCalls()).isZero();
            assertThat(concurrency.availablePermits()).isEqualTo(1);
            assertThat(clients.ends())
                    .singleElement()
                    .satisfies(end -> assertThat(end.outcome()).isEqualTo(CallOutcome.CANCELLED));
            assertThat(emulator.connectionCount()).isZero();
            assertThat(emulator.requestCount()).isZero();
        }
    }

    /** Callers who need not wait do not wait for each other either. */
    @Test
    void letsACallThroughWhileTheOneBeforeIsStillBegun() throws Exception {
        RateLimitFilter rate = RateLimitFilter.of(limiter(10, Duration.ofHours(1), LONG));
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch secondSent = new CountDownLatch(1);
        Thread first = new Thread(() -> rate.filter(
                        CALL,
                        call -> Mono.fromRunnable(() -> {
                            begun.countDown();
                            Await.untilAsserted(
                                    () -> assertThat(secondSent.getCount()).isZero());
                        }))
                .subscribe());
        first.start();
        begun.await();

        rate.filter(CALL, call -> Mono.fromRunnable(secondSent::countDown)).subscribe();

        assertThat(secondSent.getCount()).isZero();
        first.join();
    }

    /** One reservation runs at a time; its permit is not lost with the call it was made for. */
    @Test
    void servesTheNextWithThePermitOfACancelledCall() {
        RateLimiter limiter = limiter(1, Duration.ofMillis(300), LONG);
        AtomicInteger reservations = new AtomicInteger();
        limiter.getEventPublisher().onSuccess(event -> reservations.incrementAndGet());
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        List<Disposable> calls = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            calls.add(rate.filter(CALL.withAttempt(i), platform).subscribe());
        }

        calls.subList(1, 4).forEach(Disposable::dispose);

        Await.untilAsserted(() ->
                assertThat(platform.calls()).extracting(ChutesCall::attempt).containsExactly(1, 5));
        assertThat(reservations).as("one for each call that was sent").hasValue(2);
    }

    /** A permit that nobody used is gone with its period, as the limiter's own are. */
    @Test
    void doesNotSaveUpPermits() {
        Duration period = Duration.ofMillis(100);
        RateLimitFilter rate = RateLimitFilter.of(limiter(1, period, LONG));
        rate.filter(CALL, platform).subscribe();
        rate.filter(CALL, platform).subscribe().dispose();
        Mono.delay(period.multipliedBy(8)).block(Calls.SOON);
        long started = System.nanoTime();

        List<Long> times = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 3; i++) {
            rate.filter(CALL, platform).subscribe(head -> times.add(System.nanoTime() - started));
        }
        Await.untilAsserted(() -> assertThat(times).hasSize(3));

        // Three permits in three periods: the third cannot come within the first, as it could with one saved up.
        assertThat(times.get(2)).isGreaterThan(period.toNanos());
    }

    @Test
    void isFair() {
        RateLimitFilter rate = RateLimitFilter.of(limiter(1, Duration.ofMillis(2), LONG));
        for (int i = 1; i <= 100; i++) {
            rate.filter(CALL.withAttempt(i), platform).subscribe();
        }

        Await.untilAsserted(() -> assertThat(platform.calls()).hasSize(100));

        assertThat(platform.calls()).extracting(ChutesCall::attempt).isSorted();
        assertThat(rate.waitingCalls()).isZero();
    }

    @Test
    void hasRoomForManyWhoseCallsFailAtOnce() {
        RateLimiter limiter = limiter(1, Duration.ofMillis(300), LONG);
        assertThat(limiter.acquirePermission()).isTrue();
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rate.filter(CALL, call -> Mono.error(new IllegalArgumentException("over at once")))
                    .subscribe(head -> {}, failures::add);
        }
        assertThat(rate.waitingCalls()).isGreaterThan(4_000);

        limiter.changeLimitForPeriod(10_000);

        Await.untilAsserted(() -> assertThat(failures).hasSize(5_000));
        assertThat(rate.waitingCalls()).isZero();
    }

    @Test
    void sharesALimiterWithOthers() {
        RateLimiter limiter = limiter(2, Duration.ofHours(1), Duration.ofMillis(50));
        RateLimitFilter one = RateLimitFilter.of(limiter);
        RateLimitFilter other = RateLimitFilter.of(limiter);

        assertThat(one.filter(CALL, platform).block(Calls.SOON)).isNotNull();
        assertThat(other.filter(CALL, platform).block(Calls.SOON)).isNotNull();

        ChutesCallRejectedException refused = refusal(one);
        assertThat(refused.limit()).isEqualTo(Limit.RATE);
        assertThat(refused).hasMessageContaining("test is exhausted").hasMessageContaining("PT0.05S");
    }

    @Test
    void pacesEachEndpointByItself() {
        Map<Endpoint, RateLimiter> limiters = new ConcurrentHashMap<>();
        RateLimitFilter rate = RateLimitFilter.perEndpoint(endpoint ->
                limiters.computeIfAbsent(endpoint, first -> limiter(1, Duration.ofHours(1), Duration.ofMillis(10))));
        List<VideoRequest> requests = Requests.all().toList();

        for (VideoRequest request : requests) {
            assertThat(rate.filter(ChutesCall.of(request), platform).block(Calls.SOON))
                    .isNotNull();
        }

        assertThat(limiters).hasSize(requests.size());
        assertThat(refusal(rate).endpoint()).isEqualTo(Requests.text().endpoint());
    }

    /** In a line whose head is served, a call further back waits no longer than the limiter says. */
    @Test
    void limitsTheWaitOfEveryCall() {
        RateLimitFilter rate = RateLimitFilter.of(limiter(1, Duration.ofMillis(200), Duration.ofMillis(250)));
        List<Throwable> refused = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 10; i++) {
            rate.filter(CALL, platform).subscribe(head -> {}, refused::add);
        }

        Await.untilAsserted(
                () -> assertThat(platform.calls().size() + refused.size()).isEqualTo(10));

        assertThat(rate.waitingCalls()).isZero();
        assertThat(refused)
                .hasSizeBetween(1, 9)
                .allSatisfy(error -> assertThat(error)
                        .isInstanceOf(ChutesCallRejectedException.class)
                        .hasMessageContaining("no permit within PT0.25S"));
    }

    @ParameterizedTest
    @CsvSource({"17, 17", "200, 200", "59.9, 59", "inf, 60", "0, 60", "-5, 60", "many, 60", "1e99, 60", "NaN, 60"})
    void followsTheLimitThatTheServerStates(String stated, int expected) throws IOException {
        RateLimiter limiter = limiter(60, Duration.ofMinutes(1), LONG);
        try (RawServer server = stating(stated)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(RateLimitFilter.of(limiter).followServer()));

            Calls.video(client, Requests.text());

            assertThat(limiter.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(expected);
        }
    }

    @Test
    void followsNothingUnlessToldTo() throws IOException {
        RateLimiter perMinute = limiter(60, Duration.ofMinutes(1), LONG);
        RateLimiter perSecond = limiter(60, Duration.ofSeconds(1), LONG);
        try (RawServer server = stating("17")) {
            Calls.video(
                    clients.client(server.url(), builder -> builder.filter(RateLimitFilter.of(perMinute))),
                    Requests.text());
            Calls.video(
                    clients.client(
                            server.url(),
                            builder ->
                                    builder.filter(RateLimitFilter.of(perSecond).followServer())),
                    Requests.text());
        }

        assertThat(perMinute.getRateLimiterConfig().getLimitForPeriod()).isEqualTo(60);
        assertThat(perSecond.getRateLimiterConfig().getLimitForPeriod())
                .as("another period")
                .isEqualTo(60);
    }

    private ChutesCallRejectedException refusal(RateLimitFilter rate) {
        List<Throwable> refused = new ArrayList<>();
        assertThatThrownBy(() -> rate.filter(CALL, platform).block(Calls.SOON)).satisfies(refused::add);
        assertThat(refused).first().isInstanceOf(ChutesCallRejectedException.class);
        return (ChutesCallRejectedException) refused.get(0);
    }

    private static RateLimiter limiter(int limit, Duration period, Duration timeout) {
        return RateLimiter.of(
                "test",
                RateLimiterConfig.custom()
                        .limitForPeriod(limit)
                        .limitRefreshPeriod(period)
                        .timeoutDuration(timeout)
                        .build());
    }

    private static RawServer stating(String limit) {
        return RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection
                        .write(Heads.video(VIDEO.length)
                                .replaceFirst("\r\n", "\r\nX-Chutes-RL-User: " + limit + "\r\n"))
                        .write(VIDEO);
            }
        });
    }
}
