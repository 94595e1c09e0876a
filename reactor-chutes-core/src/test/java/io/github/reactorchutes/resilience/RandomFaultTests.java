package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Everything at once: faults, cancels, retries and limits, drawn from one seed. {@code -Dchutes.randomCalls=10000} for
 * the full run, {@code -Dchutes.seed=...} for another one.
 */
class RandomFaultTests {

    private static final int CALLS = Integer.getInteger("chutes.randomCalls", 2_000);

    private static final long SEED = Long.getLong("chutes.seed", 20_261_123L);

    private static final int PERMITS = 24;

    private static final int AT_ONCE = 96;

    /** Two for each of the two kinds that the server brings about, and the first attempt. */
    private static final int MOST_ATTEMPTS = 5;

    private static final String CALL_KEY = "call";

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final RandomCalls plan = new RandomCalls(SEED, CALLS);

    private final AtomicIntegerArray ends = new AtomicIntegerArray(CALLS);

    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();

    private final List<Throwable> strangers = new CopyOnWriteArrayList<>();

    private final ConcurrencyLimitFilter concurrency =
            ConcurrencyLimitFilter.of(PERMITS, AT_ONCE, Duration.ofMillis(400));

    private final RateLimitFilter rate = RateLimitFilter.of(RateLimiter.of(
            "random",
            RateLimiterConfig.custom()
                    .limitForPeriod(4)
                    .limitRefreshPeriod(Duration.ofMillis(10))
                    .timeoutDuration(Duration.ofMillis(300))
                    .build()));

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "random",
            CircuitBreakerConfig.from(CircuitBreakerFilter.defaultConfig())
                    .permittedNumberOfCallsInHalfOpenState(5)
                    .waitDurationInOpenState(Duration.ofMillis(10))
                    .build());

    private final CircuitBreakerFilter guard = CircuitBreakerFilter.of(endpoint -> breaker);

    private final Backoff backoff = Backoff.of(2, Duration.ofMillis(1), Duration.ofMillis(8));

    @Test
    void leavesNothingBehind() throws IOException {
        System.out.println("RandomFaultTests: " + CALLS + " calls, seed " + SEED);
        clients.expectDropped(RandomFaultTests::isOvertakenByACancel);
        try (RawServer server = plan.startServer()) {
            ChutesClient client = client(server);

            Flux.range(0, CALLS)
                    .flatMap(i -> run(client, i).contextWrite(context -> context.put(CALL_KEY, i)), AT_ONCE)
                    .blockLast(Duration.ofSeconds(110));

            Await.untilAsserted(() -> {
                assertThat(concurrency.availablePermits()).isEqualTo(PERMITS);
                assertThat(concurrency.waitingCalls()).isZero();
                assertThat(rate.waitingCalls()).isZero();
            });
            clients.assertClean();
            assertEachEndedOnceAndWasPaidOnce();
            assertTheBreakerStillWorks();
        }
        System.out.println("RandomFaultTests: " + outcomes);
        assertThat(strangers).as("errors that are none of the API's").isEmpty();
        assertThat(outcomes)
                .as("outcomes that must have come about")
                .containsKeys(
                        "COMPLETED",
                        "CANCELLED",
                        "ABANDONED",
                        "FAILED ChutesResponseException",
                        "FAILED ChutesOutcomeUnknownException",
                        "FAILED ChutesBodyException");
    }

    private ChutesClient client(RawServer server) {
        return clients.client(
                server.url(),
                builder -> builder.maxConnections(PERMITS)
                        .abandonmentTimeout(Duration.ofMillis(40))
                        .idleTimeout(Duration.ofMillis(150))
                        .filter(this::countEnd)
                        .filters(Resilience.builder()
                                .deadline(DeadlineFilter.of(Duration.ofMillis(500)))
                                .concurrency(concurrency)
                                .retry(RetryFilter.builder()
                                        .notReached(backoff)
                                        .capacity(backoff)
                                        .coldStart(backoff)
                                        .budget(RetryBudget.of(CALLS, 1))
                                        .build())
                                .rateLimit(rate)
                                .circuitBreaker(guard)
                                .build())
                        .filter((call, next) -> Mono.deferContextual(context -> next.exchange(call.withHeader(
                                RandomCalls.CALL_HEADER, context.get(CALL_KEY).toString())))));
    }

    private Mono<VideoResponse> countEnd(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> VideoResponse.doOnEnd(next.exchange(call), end -> {
            ends.incrementAndGet(context.get(CALL_KEY));
            count(end.outcome() + describe(end.error()));
        }));
    }

    private static String describe(@Nullable Throwable error) {
        if (error instanceof ChutesCallRejectedException rejected) {
            return " " + rejected.limit();
        }
        return error == null ? "" : " " + error.getClass().getSimpleName();
    }

    /** Run a call and do with it what a user may do, well or badly; completes when the user is done with it. */
    private Mono<Void> run(ChutesClient client, int i) {
        Random dice = plan.dice(i, 0);
        Mono<VideoResponse> call = client.exchange(Requests.text());
        Duration patience = Duration.ofNanos(dice.nextInt(20_000_000));
        Mono<Void> used = switch (dice.nextInt(10)) {
            case 0 -> call.takeUntilOther(Mono.delay(patience)).then();
            case 1 -> call.doOnNext(VideoResponse::release).then();
            case 2 -> call.then();
            case 3 -> read(call).take(1).then();
            case 4 -> read(call).takeUntilOther(Mono.delay(patience)).then();
            case 5 ->
                call.timeout(patience)
                        .flatMapMany(VideoResponse::body)
                        .doOnNext(DataBufferUtils::release)
                        .then();
            default -> read(call).then();
        };
        return used.onErrorResume(error -> {
            if (!(error instanceof ChutesException) && !(error instanceof TimeoutException)) {
                strangers.add(error);
            }
            // A caller that is refused takes a breath, or all that are left would be refused within a moment.
            return error instanceof ChutesCallRejectedException
                    ? Mono.delay(Duration.ofMillis(20)).then()
                    : Mono.empty();
        });
    }

    /** A head, a call's failure or the length of a piece; no buffer, and no error of another kind. */
    private static boolean isOvertakenByACancel(Throwable dropped) {
        String message = String.valueOf(dropped.getMessage());
        return dropped instanceof ChutesException || message.contains("Video") || message.matches("dropped \\d+");
    }

    private static Flux<Integer> read(Mono<VideoResponse> call) {
        return call.flatMapMany(VideoResponse::body).map(buffer -> VideoBytes.take(buffer).length);
    }

    private void assertEachEndedOnceAndWasPaidOnce() {
        for (int i = 0; i < CALLS; i++) {
            assertThat(ends.get(i)).as("ends of call " + i).isEqualTo(1);
            assertThat(plan.requests(i)).as("requests of call " + i).isLessThanOrEqualTo(MOST_ATTEMPTS);
            assertThat(plan.mayHavePaidTwice(i))
                    .as("call " + i + " was paid twice")
                    .isFalse();
        }
    }

    /** Had it lost the place of a probe or its votes, it would stay half-open for a quarter of an hour. */
    private void assertTheBreakerStillWorks() {
        StubExchange platform = new StubExchange();
        Await.untilAsserted(() -> {
            guard.filter(ChutesCall.of(Requests.text()), platform)
                    .onErrorComplete()
                    .block(Calls.SOON);
            platform.responses().forEach(StubResponse::complete);
            assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
        });
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, first -> new LongAdder()).increment();
    }
}
