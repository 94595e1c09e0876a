package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Logs;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** How often, after how long and for how long a call is sent again; {@link RetryFilterTests} has which ones. */
class RetryLimitsTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final byte[] VIDEO = Videos.ofSize(50_000);

    private static final Backoff FAST = Backoff.of(2, Duration.ofMillis(1), Duration.ofMillis(2));

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final AtomicInteger attempts = new AtomicInteger();

    /** Row 37, through the whole chain: the breaker hears of each attempt, the permit is held over all of them. */
    @Test
    void triesARefusedConnectionAgainAfterGrowingWaits() throws IOException {
        List<Long> times = new CopyOnWriteArrayList<>();
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerFilter.defaultConfig());
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 0, Duration.ofMinutes(1));
        ChutesClient client = clients.client(
                URI.create("http://127.0.0.1:" + closedPort()),
                builder -> builder.filters(Resilience.builder()
                                .concurrency(concurrency)
                                .retry(RetryFilter.of(3, Duration.ofMillis(40), Duration.ofSeconds(5)))
                                .circuitBreaker(CircuitBreakerFilter.perEndpoint(breakers))
                                .build())
                        .filter((call, next) -> Mono.defer(() -> {
                            times.add(System.nanoTime());
                            assertThat(concurrency.availablePermits()).isZero();
                            return next.exchange(call);
                        })));

        ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());

        assertThat(failure.phase()).isEqualTo(CallPhase.CONNECT);
        assertThat(failure.getSuppressed()).hasSize(3);
        assertThat(times).hasSize(4);
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(30_000_000);
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(60_000_000);
        assertThat(times.get(3) - times.get(2)).isGreaterThanOrEqualTo(120_000_000);
        assertThat(breakers.circuitBreaker("chutes-" + CALL.endpoint().name())
                        .getMetrics()
                        .getNumberOfFailedCalls())
                .isEqualTo(4);
        assertThat(concurrency.availablePermits()).isEqualTo(1);
    }

    /** Row 10, with all filters: what the call held is free at once, and it is not sent again. */
    @Test
    void freesWhatItHoldsWhenCancelledBetweenAttempts() {
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 0, Duration.ofMinutes(1));
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.capacity());
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filters(Resilience.builder()
                                    .deadline(DeadlineFilter.of(Duration.ofMinutes(1)))
                                    .concurrency(concurrency)
                                    .retry(RetryFilter.of(3, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                                    .build())
                            .filter((call, next) ->
                                    next.exchange(call).doOnError(error -> attempts.incrementAndGet())));
            Disposable call = client.exchange(Requests.text()).subscribe();
            Await.untilAsserted(() -> assertThat(attempts).hasValue(1));

            call.dispose();

            assertThat(concurrency.availablePermits()).isEqualTo(1);
            assertThat(clients.ends())
                    .singleElement()
                    .satisfies(end -> assertThat(end.outcome()).isEqualTo(CallOutcome.CANCELLED));
            Mono.delay(Duration.ofMillis(1_200)).block(Calls.SOON);
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("unknownOutcomes")
    void sendsAgainAfterAnUnknownOutcomeOnRequest(Reply reply) {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(reply, reply, Reply.video(VIDEO));
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filter(
                                    RetryFilter.builder().unknownOutcome(FAST).build())
                            .firstByteTimeout(Duration.ofSeconds(1)));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

            assertThat(emulator.requestCount()).isEqualTo(3);
            assertThat(emulator.requests().get(2).bodySha256())
                    .isEqualTo(emulator.requests().get(0).bodySha256());
        }
    }

    static Stream<Reply> unknownOutcomes() {
        return Stream.of(
                Reply.reset(),
                Reply.closed(),
                Reply.silent(),
                PlatformError.INTERNAL_SERVER_ERROR.reply(),
                PlatformError.BAD_GATEWAY.reply(),
                PlatformError.GATEWAY_TIMEOUT.reply());
    }

    @Test
    void neverSendsABrokenBodyAgain() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(VIDEO).cutAfter(20_000));
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filter(
                            RetryFilter.builder().unknownOutcome(FAST).build()));

            Calls.failure(ChutesBodyException.class, client, Requests.text());

            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void waitsUntilTheDateThatTheServerNames() {
        Instant date = Instant.now().plusSeconds(2).truncatedTo(ChronoUnit.SECONDS);
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(
                    Reply.capacity()
                            .withHeader(
                                    "Retry-After",
                                    DateTimeFormatter.RFC_1123_DATE_TIME.format(date.atOffset(ZoneOffset.UTC))),
                    Reply.video(VIDEO));
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.filter(fast(1)));

            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);

            assertThat(emulator.requests().get(1).arrivedAt()).isAfter(date.minusMillis(5));
        }
    }

    @Test
    void failsAtOnceWhenTheServerAsksForTooLongAWait() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.coldStart().withHeader("Retry-After", "301"));
            ChutesClient client = clients.client(emulator.baseUrl(), builder -> builder.filters(Resilience.defaults()));

            ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, Requests.text());

            assertThat(failure).hasMessageContaining("retry after PT5M1S");
            assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(301));
            assertThat(failure.isRetryable()).isTrue();
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void honoursTheLongestRetryAfterThereMayBeAndNoLongerOne() {
        RetryFilter retry = RetryFilter.builder()
                .capacity(FAST)
                .maxRetryAfter(Duration.ofSeconds(2))
                .build();

        StepVerifier.withVirtualTime(() -> retry.filter(CALL, failing(busyFor(2))))
                .expectSubscription()
                .expectNoEvent(Duration.ofSeconds(4))
                .verifyError(ChutesResponseException.class);
        assertThat(attempts.getAndSet(0)).isEqualTo(3);

        Calls.failure(ChutesResponseException.class, retry.filter(CALL, failing(busyFor(3))));
        assertThat(attempts).hasValue(1);
    }

    @Test
    void waitsASecondAtFirstUnlessToldOtherwise() {
        StepVerifier.withVirtualTime(() -> RetryFilter.of(1).filter(CALL, failing(busy())))
                .expectSubscription()
                .expectNoEvent(Duration.ofMillis(749))
                .thenAwait(Duration.ofMillis(502))
                .verifyError(ChutesResponseException.class);
        assertThat(attempts).hasValue(2);
    }

    @Test
    void saysInTheLogThatACallIsSentAgain() {
        List<String> lines = Logs.of(
                RetryRun.class,
                Level.DEBUG,
                () -> Calls.failure(ChutesResponseException.class, fast(1).filter(CALL, failing(busy()))));

        assertThat(lines)
                .filteredOn(line -> line.contains(CALL.id()))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains("retrying in PT0.00", "maximum capacity")
                        .doesNotContain("a fox"));
    }

    @Test
    void givesUpWhenTheTimeForAllAttemptsIsOver() {
        Backoff backoff = Backoff.of(50, Duration.ofMillis(60), Duration.ofMillis(60));
        RetryFilter retry = RetryFilter.builder()
                .capacity(backoff)
                .maxElapsed(Duration.ofMillis(100))
                .build();

        Calls.failure(ChutesResponseException.class, retry.filter(CALL, failing(busy())));

        assertThat(attempts.get()).isBetween(1, 3);
    }

    @Test
    void doesNotBeginAWaitThatWouldOutlastTheTimeForAllAttempts() {
        RetryFilter retry = RetryFilter.builder()
                .capacity(Backoff.of(5, Duration.ofMinutes(2), Duration.ofMinutes(2)))
                .maxElapsed(Duration.ofMinutes(1))
                .build();

        Calls.failure(ChutesResponseException.class, retry.filter(CALL, failing(busy())));

        assertThat(attempts).hasValue(1);
    }

    @Test
    void countsEachKindOfFailureByItself() {
        RetryFilter retry = RetryFilter.builder()
                .capacity(Backoff.of(1, Duration.ofMillis(1), Duration.ofMillis(1)))
                .coldStart(FAST)
                .notReached(Backoff.never())
                .build();
        List<Throwable> failures = List.of(busy(), cold(), cold(), busy(), cold());

        ChutesResponseException last = Calls.failure(
                ChutesResponseException.class,
                retry.filter(CALL, call -> Mono.error(failures.get(attempts.getAndIncrement()))));

        assertThat(last).isSameAs(failures.get(3));
        assertThat(last.getSuppressed()).containsExactly(failures.get(0), failures.get(1), failures.get(2));
    }

    @Test
    void spendsASharedBudgetAndEarnsItBack() {
        RetryBudget budget = RetryBudget.of(2, 0.5);
        RetryFilter one = RetryFilter.builder()
                .capacity(Backoff.of(10, Duration.ofMillis(1), Duration.ofMillis(1)))
                .budget(budget)
                .build();
        RetryFilter other = RetryFilter.builder()
                .capacity(FAST)
                .coldStart(FAST)
                .budget(budget)
                .build();

        Calls.failure(ChutesResponseException.class, one.filter(CALL, failing(busy())));
        assertThat(attempts.getAndSet(0)).isEqualTo(3);
        assertThat(budget.tokens()).isZero();

        Calls.failure(ChutesResponseException.class, other.filter(CALL, failing(busy())));
        assertThat(attempts.getAndSet(0)).as("nothing left").isEqualTo(1);

        Calls.failure(ChutesResponseException.class, other.filter(CALL, failing(cold())));
        assertThat(attempts.getAndSet(0)).as("patience is free").isEqualTo(3);

        succeed(one);
        succeed(other);
        assertThat(budget.tokens()).isEqualTo(1);
        Calls.failure(ChutesResponseException.class, one.filter(CALL, failing(busy())));
        assertThat(attempts.getAndSet(0)).as("earned back").isEqualTo(2);

        for (int i = 0; i < 10; i++) {
            succeed(one);
        }
        assertThat(budget.tokens()).as("never more than there was").isEqualTo(2);
    }

    /** The same Mono, and an exchange that throws the same objects each time. */
    @Test
    void tellsTheHistoryOnce() {
        List<ChutesResponseException> errors = List.of(busy(), busy(), busy());
        Mono<VideoResponse> call =
                fast(2).filter(CALL, exchanged -> Mono.error(errors.get(attempts.getAndIncrement() % 3)));

        for (int i = 0; i < 3; i++) {
            assertThat(Calls.failure(ChutesResponseException.class, call)).isSameAs(errors.get(2));
        }

        assertThat(errors.get(2).getSuppressed()).containsExactly(errors.get(0), errors.get(1));
        assertThat(errors.get(0).getSuppressed()).isEmpty();
    }

    @Test
    void neverMakesTwoErrorsPartsOfEachOther() {
        ChutesResponseException one = busy();
        ChutesResponseException other = busy();
        List<ChutesResponseException> inTurn = List.of(one, other, other, one);
        Mono<VideoResponse> call =
                fast(1).filter(CALL, exchanged -> Mono.error(inTurn.get(attempts.getAndIncrement())));

        assertThat(Calls.failure(ChutesResponseException.class, call)).isSameAs(other);
        assertThat(Calls.failure(ChutesResponseException.class, call)).isSameAs(one);

        assertThat(other.getSuppressed()).containsExactly(one);
        assertThat(one.getSuppressed()).isEmpty();
    }

    /** A history of fresh errors is as long as the attempts, and never grows over subscriptions. */
    @Test
    void beginsAnewForEachSubscription() {
        Mono<VideoResponse> call = fast(2).filter(CALL, exchanged -> Mono.error(RetryLimitsTests::busy));

        for (int i = 0; i < 3; i++) {
            assertThat(Calls.failure(ChutesResponseException.class, call).getSuppressed())
                    .hasSize(2);
        }
    }

    @Test
    void growsItsWaitsAndNeverExceedsTheLongest() {
        Backoff backoff = Backoff.of(10, Duration.ofSeconds(1), Duration.ofSeconds(6));
        for (int i = 0; i < 1_000; i++) {
            assertThat(backoff.wait(1)).isBetween(Duration.ofMillis(750), Duration.ofMillis(1_250));
            assertThat(backoff.wait(2)).isBetween(Duration.ofMillis(1_500), Duration.ofMillis(2_500));
            assertThat(backoff.wait(3)).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(5));
            assertThat(backoff.wait(1_000_000)).isBetween(Duration.ofMillis(4_500), Duration.ofSeconds(6));
        }
    }

    @Test
    void jittersEitherWay() {
        Backoff backoff = Backoff.of(10, Duration.ofSeconds(1), Duration.ofSeconds(6));

        assertThat(Stream.generate(() -> backoff.wait(1)).limit(1_000))
                .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) < 0)
                .anyMatch(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0);
    }

    /** Callers that all wait the longest time must not come back all at once. */
    @Test
    void jittersTheLongestWaitToo() {
        Backoff backoff = Backoff.of(10, Duration.ofSeconds(1), Duration.ofSeconds(6));

        assertThat(Stream.generate(() -> backoff.wait(9)).limit(1_000).distinct())
                .hasSizeGreaterThan(900);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> RetryFilter.builder().maxElapsed(Duration.ZERO))
                .hasMessageContaining("maxElapsed");
        assertThatThrownBy(() -> RetryFilter.builder().maxRetryAfter(Duration.ofSeconds(-1)))
                .hasMessageContaining("maxRetryAfter");
        assertThatThrownBy(() -> RetryBudget.of(0, 0.1)).hasMessageContaining("tokens");
        assertThatThrownBy(() -> RetryBudget.of(1, 1.1)).hasMessageContaining("earnedPerSuccess");
        assertThatThrownBy(() -> RetryBudget.of(1, Double.NaN)).hasMessageContaining("earnedPerSuccess");
        assertThatThrownBy(() -> Backoff.of(1, Duration.ofMillis(1), Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("max must be positive and at most");
    }

    @Test
    void takesABudgetThatEarnsNothingAndOneThatEarnsAllBack() {
        RetryBudget poor = RetryBudget.of(1, 0);
        RetryBudget rich = RetryBudget.of(1, 1);
        for (RetryBudget budget : List.of(poor, rich)) {
            RetryFilter retry =
                    RetryFilter.builder().capacity(FAST).budget(budget).build();
            Calls.failure(ChutesResponseException.class, retry.filter(CALL, failing(busy())));
            assertThat(budget.tokens()).isZero();
            succeed(retry);
        }

        assertThat(poor.tokens()).isZero();
        assertThat(rich.tokens()).isEqualTo(1);
    }

    private VideoExchange failing(ChutesException error) {
        return call -> Mono.error(() -> {
            attempts.incrementAndGet();
            return error;
        });
    }

    private static void succeed(RetryFilter retry) {
        assertThat(retry.filter(CALL, new StubExchange()).block(Calls.SOON)).isNotNull();
    }

    private static RetryFilter fast(int retries) {
        return RetryFilter.of(retries, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private static ChutesResponseException busy() {
        return answer(PlatformError.CAPACITY);
    }

    private static ChutesResponseException busyFor(int seconds) {
        return ChutesResponseException.of(
                CALL.endpoint(),
                429,
                Map.of("Retry-After", List.of("" + seconds)),
                "at maximum capacity".getBytes(StandardCharsets.UTF_8));
    }

    private static ChutesResponseException cold() {
        return answer(PlatformError.COLD_START);
    }

    private static ChutesResponseException answer(PlatformError error) {
        return ChutesResponseException.of(
                CALL.endpoint(), error.status(), Map.of(), error.body().getBytes(StandardCharsets.UTF_8));
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
