package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
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
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

@Tag("watched")
class CircuitBreakerFilterTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final byte[] VIDEO = Videos.ofSize(50_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final CircuitBreaker breaker = CircuitBreaker.of("test", CircuitBreakerFilter.defaultConfig());

    private final CircuitBreakerFilter filter = CircuitBreakerFilter.of(endpoint -> breaker);

    private final StubExchange platform = new StubExchange();

    @Test
    void logsThatItOpens() {
        CircuitBreaker breaker = CircuitBreaker.of("chutes-acme-text-to-video", CircuitBreakerFilter.defaultConfig());
        CircuitBreakerFilter filter = CircuitBreakerFilter.of(endpoint -> breaker);

        List<String> lines = Logs.of(GuardedBreaker.class, Level.INFO, () -> {
            filter.filter(ChutesCall.of(Requests.text()), new StubExchange()).block(Calls.SOON);
            breaker.transitionToOpenState();
            breaker.transitionToClosedState();
            breaker.transitionToOpenState();
        });

        assertThat(lines)
                .containsExactly(
                        "The circuit breaker chutes-acme-text-to-video opened, because too many calls failed; it"
                                + " rejects calls for PT30S",
                        "The circuit breaker chutes-acme-text-to-video closed: calls succeed");
    }

    /** Row 70. */
    @Test
    void opensWhenBodiesBreakAfterGoodHeads() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = client(emulator);
            for (int i = 0; i < 10; i++) {
                emulator.enqueue(Reply.video(VIDEO).cutAfter(20_000));
                Calls.failure(ChutesBodyException.class, client, Requests.text());
            }

            assertThat(breaker.getState()).isEqualTo(State.OPEN);
            assertVotes(0, 10);
            ChutesCallRejectedException refused =
                    Calls.failure(ChutesCallRejectedException.class, client, Requests.text());
            assertThat(refused.limit()).isEqualTo(Limit.CIRCUIT_OPEN);
            assertThat(emulator.requestCount()).isEqualTo(10);
        }
    }

    /** Whoever listens to the breaker sees what went wrong. */
    @Test
    void tellsTheBreakerTheErrorOfTheCall() {
        List<Throwable> told = new ArrayList<>();
        breaker.getEventPublisher().onError(event -> told.add(event.getThrowable()));
        CallEnd failed = failed();

        head().end(failed);

        assertThat(told).containsExactly(failed.error());
    }

    /** Row 71. */
    @Test
    void staysClosedWhenGenerationsTakeTheirTime() {
        for (int i = 0; i < 100; i++) {
            head().complete(Duration.ofSeconds(90));
        }

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        assertThat(breaker.getMetrics().getNumberOfSlowCalls()).isZero();
        assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(20);
    }

    /** The time of a call is that of its head: neither the body's, nor that of the wait for a permit. */
    @Test
    void takesTheTimeToTheFirstByteForTheTimeOfACall() {
        CircuitBreaker impatient = CircuitBreaker.of(
                "impatient",
                CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                        .slowCallDurationThreshold(Duration.ofSeconds(60))
                        .slowCallRateThreshold(50)
                        .build());
        CircuitBreakerFilter timed = CircuitBreakerFilter.of(endpoint -> impatient);
        for (int i = 0; i < 10; i++) {
            timed.filter(CALL, platform).subscribe();
            platform.last().complete(Duration.ofSeconds(i < 5 ? 59 : 61));
        }

        assertThat(impatient.getMetrics().getNumberOfSlowCalls()).isEqualTo(5);
        assertThat(impatient.getState()).isEqualTo(State.OPEN);
    }

    /** Row 72. */
    @ParameterizedTest
    @MethodSource("endsThatSayNothing")
    void givesThePlaceOfAProbeBackThatSaysNothing(CallEnd end) {
        halfOpen();
        for (int i = 0; i < 20; i++) {
            StubResponse one = head();
            StubResponse other = head();
            assertRefused("HALF_OPEN");
            one.end(end);
            other.end(end);
        }

        assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
        head().complete();
        head().complete();
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    static Stream<CallEnd> endsThatSayNothing() {
        return Stream.of(
                CallEnd.afterHead(CallOutcome.CANCELLED, null, 0, Duration.ofSeconds(1)),
                CallEnd.afterHead(CallOutcome.ABANDONED, null, 0, Duration.ofSeconds(1)),
                CallEnd.afterHead(
                        CallOutcome.FAILED, broken(ChutesBodyException.Reason.CONSUMER_IDLE), 5, Duration.ofSeconds(1)),
                CallEnd.afterHead(
                        CallOutcome.FAILED, broken(ChutesBodyException.Reason.CLIENT_CLOSED), 5, Duration.ofSeconds(1)),
                CallEnd.afterHead(
                        CallOutcome.FAILED, broken(ChutesBodyException.Reason.DEADLINE), 5, Duration.ofSeconds(1)));
    }

    /** Row 72, over sockets. */
    @Test
    void letsTheNextProbeThroughAfterABusyAnswerACancelAndAnAbandonedBody() {
        halfOpen();
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = clients.client(
                    emulator.baseUrl(), builder -> builder.filter(filter).abandonmentTimeout(Duration.ofMillis(30)));
            for (int i = 0; i < 3; i++) {
                emulator.enqueue(Reply.capacity(), Reply.silent(), Reply.videoOfSize(5_000_000));
                Calls.failure(ChutesResponseException.class, client, Requests.text());
                int requests = emulator.requestCount();
                Disposable silent = client.exchange(Requests.text()).subscribe();
                Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(requests + 1));
                silent.dispose();
                int ends = clients.ends().size();
                Calls.head(client.exchange(Requests.text()));
                Await.untilAsserted(() -> assertThat(clients.ends()).hasSize(ends + 1));
                assertThat(clients.ends().get(ends).outcome()).isEqualTo(CallOutcome.ABANDONED);
                assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
            }
            emulator.enqueue(Reply.video(VIDEO), Reply.video(VIDEO));
            Calls.video(client, Requests.text());
            Calls.video(client, Requests.text());
            assertThat(breaker.getState()).isEqualTo(State.CLOSED);
        }
    }

    /** Row 73. */
    @Test
    void doesNotHearInHalfOpenOfCallsAdmittedBefore() {
        List<StubResponse> stale = Stream.generate(this::head).limit(9).toList();
        halfOpen();

        stale.subList(0, 3).forEach(response -> response.end(failed()));
        assertThat(breaker.getState()).as("failures do not re-open it").isEqualTo(State.HALF_OPEN);
        stale.subList(3, 6).forEach(StubResponse::complete);
        assertThat(breaker.getState()).as("successes do not close it").isEqualTo(State.HALF_OPEN);
        stale.subList(6, 9).forEach(StubResponse::release);

        StubResponse one = head();
        StubResponse other = head();
        assertRefused("HALF_OPEN");
        one.complete();
        other.complete();
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    /** Row 73, over sockets: the body breaks after the breaker has moved on. */
    @Test
    void doesNotHearOfABodyThatBreaksInALaterState() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(VIDEO).cutAfter(20_000));
            VideoResponse response = Calls.head(client(emulator).exchange(Requests.text()));
            halfOpen();

            Calls.failure(ChutesBodyException.class, Mono.just(response));

            assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);
            assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isZero();
        }
    }

    /** A probe admitted before the half-open state is announced is a probe, and has a vote. */
    @Test
    void hearsOfProbesAdmittedWhileTheStateIsAnnounced() throws Exception {
        CountDownLatch announcing = new CountDownLatch(1);
        CountDownLatch probed = new CountDownLatch(1);
        CircuitBreaker slow = CircuitBreaker.of(
                "slow",
                CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                        .waitDurationInOpenState(Duration.ofMillis(1))
                        .permittedNumberOfCallsInHalfOpenState(3)
                        .build());
        slow.getEventPublisher().onStateTransition(event -> {
            if (event.getStateTransition().getToState() == State.HALF_OPEN) {
                announcing.countDown();
                awaitQuietly(probed);
            }
        });
        CircuitBreakerFilter guarded = CircuitBreakerFilter.of(endpoint -> slow);
        guarded.filter(CALL, platform).subscribe();
        slow.transitionToOpenState();
        Mono.delay(Duration.ofMillis(20)).block(Calls.SOON);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> first = other.submit(() -> guarded.filter(CALL, platform).subscribe());
            assertThat(announcing.await(10, TimeUnit.SECONDS)).isTrue();
            int before = platform.responses().size();
            guarded.filter(CALL, platform).subscribe();
            guarded.filter(CALL, platform).subscribe();
            platform.responses().get(before).complete();
            probed.countDown();
            first.get(10, TimeUnit.SECONDS);
            assertThat(platform.responses()).hasSize(before + 3);
            platform.responses().get(before + 1).complete();
            platform.responses().get(before + 2).complete();
        } finally {
            other.shutdownNow();
        }

        assertThat(slow.getState()).isEqualTo(State.CLOSED);
    }

    /** The window of a breaker has a lock, for which an event loop would park. */
    @Test
    void recordsCallsThatEndAtOnceInTurn() throws Exception {
        AtomicInteger recording = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger recorded = new AtomicInteger();
        breaker.getEventPublisher().onSuccess(event -> {
            most.accumulateAndGet(recording.incrementAndGet(), Math::max);
            IntStream.range(0, 100).forEach(i -> Thread.onSpinWait());
            recording.decrementAndGet();
            recorded.incrementAndGet();
        });
        List<StubResponse> calls = Stream.generate(this::head).limit(4_000).toList();
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int i = 0; i < 4; i++) {
                List<StubResponse> share = calls.subList(1_000 * i, 1_000 * (i + 1));
                threads.execute(() -> {
                    awaitQuietly(together);
                    share.forEach(StubResponse::complete);
                });
            }
            Await.untilAsserted(() -> assertThat(recorded).hasValue(4_000));
        } finally {
            threads.shutdownNow();
        }
        assertThat(most).hasValue(1);
    }

    @Test
    void recordsACallThatAConsumerEndsAfterTheOneItHearsOf() {
        StubResponse first = head();
        StubResponse second = head();
        List<String> heard = new ArrayList<>();
        breaker.getEventPublisher().onSuccess(event -> {
            heard.add("begin");
            if (heard.size() == 1) {
                second.complete();
            }
            heard.add("end");
        });

        first.complete();

        assertThat(heard).containsExactly("begin", "end", "begin", "end");
        assertVotes(2, 0);
    }

    /** Half-open with many competing calls, again and again: no place of a probe is lost. */
    @Test
    void losesNoProbeUnderContention() throws Exception {
        CircuitBreaker quick = CircuitBreaker.of(
                "quick",
                CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                        .waitDurationInOpenState(Duration.ofMillis(1))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
        CircuitBreakerFilter guarded = CircuitBreakerFilter.of(endpoint -> quick);
        VideoExchange good = call -> Mono.fromSupplier(() -> new StubResponse(call));
        CyclicBarrier together = new CyclicBarrier(4);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 200; round++) {
                quick.transitionToOpenState();
                Mono.delay(Duration.ofMillis(2)).block(Calls.SOON);
                List<Future<?>> runs = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    runs.add(threads.submit(() -> {
                        together.await(10, TimeUnit.SECONDS);
                        guarded.filter(CALL, good)
                                .doOnNext(response -> ((StubResponse) response).complete())
                                .onErrorComplete()
                                .block(Calls.SOON);
                        return null;
                    }));
                }
                for (Future<?> run : runs) {
                    run.get(10, TimeUnit.SECONDS);
                }
                assertThat(quick.getState()).as("round " + round).isEqualTo(State.CLOSED);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void failsFastWhileOpenAndSaysForHowLong() {
        head();
        breaker.transitionToOpenState();

        ChutesCallRejectedException refused = assertRefused("OPEN");

        assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(refused).hasMessageContaining("test is OPEN for another PT2");
        assertThat(refused.isRetryable()).isFalse();
        assertThat(platform.calls()).hasSize(1);
        platform.last().release();
    }

    @Test
    void saysLongerWhenTheBreakerStaysOpenForLonger() {
        CircuitBreaker growing = CircuitBreaker.of(
                "growing",
                CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                        .waitIntervalFunctionInOpenState(attempt -> attempt * 60_000L)
                        .build());
        GuardedBreaker guarded = new GuardedBreaker(growing);
        growing.transitionToOpenState();
        assertThat(guarded.timeUntilHalfOpen()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        growing.transitionToHalfOpenState();
        assertThat(guarded.timeUntilHalfOpen()).isNull();
        growing.transitionToOpenState();
        assertThat(guarded.timeUntilHalfOpen()).isBetween(Duration.ofSeconds(110), Duration.ofSeconds(120));
        growing.transitionToClosedState();
        growing.transitionToOpenState();
        assertThat(guarded.timeUntilHalfOpen()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
    }

    @Test
    void doesNotGuessHowLongABreakerIsOpenThatItDidNotSeeOpening() {
        breaker.transitionToOpenState();

        ChutesCallRejectedException refused = assertRefused("OPEN");

        assertThat(refused.retryAfter()).isNull();
        assertThat(refused.getMessage()).endsWith("test is OPEN");
    }

    @Test
    void guardsEachEndpointByItself() {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CircuitBreakerFilter.defaultConfig());
        CircuitBreakerFilter perEndpoint = CircuitBreakerFilter.perEndpoint(registry);
        List<VideoRequest> requests = Requests.all().toList();
        for (VideoRequest request : requests) {
            perEndpoint.filter(ChutesCall.of(request), platform).subscribe();
            platform.last().complete();
        }
        registry.circuitBreaker("chutes-" + requests.get(0).endpoint().name()).transitionToOpenState();

        assertThatThrownBy(() -> perEndpoint
                        .filter(ChutesCall.of(requests.get(0)), platform)
                        .block(Calls.SOON))
                .isInstanceOf(ChutesCallRejectedException.class)
                .hasMessageContaining("chutes-" + requests.get(0).endpoint().name() + " is OPEN");
        assertThat(perEndpoint.filter(ChutesCall.of(requests.get(1)), platform).block(Calls.SOON))
                .isNotNull();
        assertThat(registry.getAllCircuitBreakers()).hasSize(requests.size());
    }

    @Test
    void usesTheBreakersAndSettingsOfARegistry() {
        CircuitBreakerRegistry registry =
                CircuitBreakerRegistry.of(CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                        .minimumNumberOfCalls(2)
                        .build());
        CircuitBreakerFilter perEndpoint = CircuitBreakerFilter.perEndpoint(registry);
        for (int i = 0; i < 2; i++) {
            perEndpoint.filter(CALL, platform).subscribe();
            platform.last().end(failed());
        }
        assertThat(registry.circuitBreaker("chutes-" + CALL.endpoint().name()).getState())
                .isEqualTo(State.OPEN);
    }

    /** The platform's error answers, over sockets: those that blame the server, and those that do not. */
    @ParameterizedTest
    @EnumSource(PlatformError.class)
    void countsAnAnswerByWhatItSaysOfTheServer(PlatformError error) {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(error.reply());
            Calls.failure(ChutesResponseException.class, client(emulator), Requests.text());
        }
        boolean refused = error == PlatformError.COLD_START || error == PlatformError.CHUTE_DISABLED;
        boolean blamed = error == PlatformError.INSTANCE_TIMEOUT || (error.status() >= 500 && !refused);
        assertVotes(0, blamed ? 1 : 0);
    }

    @Test
    void countsWhatTheServerDidToTheCall() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = client(emulator);
            emulator.enqueue(
                    Reply.reset(),
                    Reply.closed(),
                    Reply.accepted(),
                    Reply.video(VIDEO).resetAfter(20_000));
            Calls.failure(ChutesOutcomeUnknownException.class, client, Requests.text());
            Calls.failure(ChutesOutcomeUnknownException.class, client, Requests.text());
            Calls.failure(ChutesResponseException.class, client, Requests.text());
            Calls.failure(ChutesBodyException.class, client, Requests.text());
            assertVotes(0, 4);
            emulator.enqueue(Reply.video(VIDEO), Reply.videoOfSize(5_000_000));
            Calls.video(client, Requests.text());
            client.exchange(Requests.text())
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .blockFirst(Calls.SOON);
            assertVotes(2, 4);
        }
    }

    /** Closing the client ends calls before the head, between head and body, and in the body; the server did nothing. */
    @Test
    void doesNotCountTheCallsThatEndWithTheClient() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.videoOfSize(5_000_000), Reply.video(VIDEO).stallAfter(20_000), Reply.silent());
            ChutesClient client = client(emulator);
            Calls.head(client.exchange(Requests.text()));
            List<@Nullable Throwable> failures = new ArrayList<>();
            CountDownLatch begun = new CountDownLatch(1);
            client.exchange(Requests.text())
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .subscribe(bytes -> begun.countDown(), error -> {});
            awaitQuietly(begun);
            client.exchange(Requests.text()).subscribe(head -> {}, failures::add);
            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(3));

            client.close();

            Await.untilAsserted(() -> assertThat(clients.ends()).hasSize(3));
            assertThat(clients.ends()).extracting(CallEnd::outcome).containsOnly(CallOutcome.FAILED);
            assertVotes(0, 0);
        }
    }

    private ChutesClient client(ChutesEmulator emulator) {
        return clients.client(emulator.baseUrl(), builder -> builder.filter(filter));
    }

    private StubResponse head() {
        assertThat(filter.filter(CALL, platform).block(Calls.SOON)).isNotNull();
        return platform.last();
    }

    private void halfOpen() {
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
    }

    private ChutesCallRejectedException assertRefused(String state) {
        ChutesCallRejectedException refused =
                Calls.failure(ChutesCallRejectedException.class, filter.filter(CALL, platform));
        assertThat(refused.limit()).isEqualTo(Limit.CIRCUIT_OPEN);
        assertThat(refused).hasMessageContaining("the circuit breaker test is " + state);
        return refused;
    }

    private void assertVotes(int successes, int failures) {
        Await.untilAsserted(() -> {
            assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(successes);
            assertThat(breaker.getMetrics().getNumberOfFailedCalls()).isEqualTo(failures);
        });
    }

    private static CallEnd failed() {
        return CallEnd.beforeHead(
                CallOutcome.FAILED,
                new ChutesOutcomeUnknownException(CALL.endpoint(), CallPhase.FIRST_BYTE, "reset", null));
    }

    private static ChutesBodyException broken(ChutesBodyException.Reason reason) {
        return new ChutesBodyException(CALL.endpoint(), reason, 5, null, "broken", null);
    }

    private static void awaitQuietly(CyclicBarrier barrier) {
        try {
            barrier.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
