package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

class DeadlineFilterTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final Duration LIMIT = Duration.ofMillis(200);

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final DeadlineFilter deadline = DeadlineFilter.of(LIMIT);

    /** For what has to get somewhere first, on a machine that is busy too. */
    private final DeadlineFilter patient = DeadlineFilter.of(Duration.ofSeconds(2));

    @Test
    void endsTheWaitForAPermit() {
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 10, LONG);
        concurrency.filter(CALL, new StubExchange()).subscribe();
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            ChutesClient client = client(emulator.baseUrl(), builder -> builder.filter(concurrency));

            ChutesNotSentException failure = fails(ChutesNotSentException.class, client);

            assertThat(failure.isRetryable()).isFalse();
            assertThat(concurrency.waitingCalls()).isZero();
            assertThat(emulator.connectionCount()).isZero();
        }
    }

    @Test
    void endsTheWaitForTheRateLimiter() {
        RateLimiter limiter = RateLimiter.of(
                "test",
                RateLimiterConfig.custom()
                        .limitForPeriod(1)
                        .limitRefreshPeriod(LONG)
                        .timeoutDuration(LONG.multipliedBy(2))
                        .build());
        assertThat(limiter.acquirePermission()).isTrue();
        RateLimitFilter rate = RateLimitFilter.of(limiter);
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            fails(ChutesNotSentException.class, client(emulator.baseUrl(), builder -> builder.filter(rate)));

            assertThat(rate.waitingCalls()).isZero();
            assertThat(emulator.connectionCount()).isZero();
        }
    }

    /** A wait that would outlast the deadline is not begun: the answer says more than a deadline. */
    @Test
    void isNotWaitedForBetweenAttempts() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.capacity());
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.filter(DeadlineFilter.of(LONG))
                            .filter(RetryFilter.of(5, LONG.multipliedBy(2), LONG.multipliedBy(2))));

            ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesResponseException.Reason.CAPACITY);
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void endsTheWaitForAConnectionOfThePool() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.silent());
            ChutesClient client = clients.client(
                    emulator.baseUrl(),
                    builder -> builder.maxConnections(1)
                            .filter((call, next) -> call.request() instanceof FastImageToVideoRequest
                                    ? deadline.filter(call, next)
                                    : next.exchange(call)));
            Disposable first = client.exchange(Requests.text()).subscribe();
            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));

            ChutesNotSentException failure =
                    Calls.failure(ChutesNotSentException.class, client, imageOf(new byte[] {1}));

            assertThat(failure).hasMessageContaining("the deadline of PT0.2S passed while waiting for a pooled");
            first.dispose();
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().pending()).isZero());
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    @Test
    void endsTheConnect() throws IOException {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> backlog = fill(full);
            ChutesClient client = client(
                    URI.create("http://127.0.0.1:" + full.getLocalPort()),
                    builder -> builder.connectTimeout(Duration.ofSeconds(1)));

            fails(ChutesNotSentException.class, client);

            for (Socket socket : backlog) {
                socket.close();
            }
        }
    }

    @Test
    void endsTheSending() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            awaitQuietly(over);
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.filter(patient));

            ChutesNotSentException failure =
                    Calls.failure(ChutesNotSentException.class, client, imageOf(new byte[30_000_000]));

            assertThat(failure).hasMessageContaining("the deadline of PT2S passed while sending the request");
            over.countDown();
        }
    }

    @Test
    void endsTheWaitForTheFirstByte() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.silent());
            ChutesClient client = clients.client(
                    emulator.baseUrl(), builder -> builder.filter(patient).filters(Resilience.defaults()));

            ChutesOutcomeUnknownException failure = fails(ChutesOutcomeUnknownException.class, client);

            assertThat(failure.phase()).isEqualTo(CallPhase.FIRST_BYTE);
            assertThat(emulator.requestCount()).isEqualTo(1);
            emulator.awaitOpenConnections(0, Calls.SOON);
        }
    }

    @Test
    void endsTheBody() {
        ConcurrencyLimitFilter concurrency = ConcurrencyLimitFilter.of(1, 0, LONG);
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video(Videos.ofSize(50_000)).stallAfter(20_000));
            ChutesClient client = clients.client(
                    emulator.baseUrl(), builder -> builder.filter(patient).filter(concurrency));

            ChutesBodyException failure = Calls.failure(ChutesBodyException.class, client, Requests.text());

            assertThat(failure.reason()).isEqualTo(ChutesBodyException.Reason.DEADLINE);
            assertThat(failure).hasMessageContaining("deadline");
            assertThat(failure.bytesReceived()).isEqualTo(20_000);
            assertThat(concurrency.availablePermits()).isEqualTo(1);
            emulator.awaitOpenConnections(0, Calls.SOON);
        }
    }

    /** The end of the call is told as it was: cancelled by the deadline within, failed to whoever asked. */
    @Test
    void failsTheCallOnce() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.silent());
            ChutesException failure = fails(
                    ChutesOutcomeUnknownException.class,
                    clients.client(emulator.baseUrl(), builder -> builder.filter(patient)));

            assertThat(clients.ends()).singleElement().satisfies(end -> {
                assertThat(end.outcome()).isEqualTo(CallOutcome.FAILED);
                assertThat(end.error()).isSameAs(failure);
            });
        }
    }

    /** What was answered is settled: a later attempt that was not sent leaves nothing unknown. */
    @Test
    void takesAnAnsweredAttemptForSettled() {
        Calls.failure(
                ChutesNotSentException.class,
                limited(fastRetries().build(), thenNothing(answer(PlatformError.CAPACITY))));
    }

    /** What got lost stays lost: a later attempt that was not sent, or was answered, does not take it back. */
    @Test
    void neverForgetsAnAttemptWhoseOutcomeIsUnknown() {
        RetryFilter retry = fastRetries().unknownOutcome(fast()).build();
        ChutesOutcomeUnknownException lost =
                new ChutesOutcomeUnknownException(CALL.endpoint(), CallPhase.FIRST_BYTE, "reset", null);

        ChutesOutcomeUnknownException failure =
                Calls.failure(ChutesOutcomeUnknownException.class, limited(retry, thenNothing(lost)));
        assertThat(failure).hasMessageContaining("deadline");
        Calls.failure(
                ChutesOutcomeUnknownException.class, limited(retry, thenNothing(lost, answer(PlatformError.CAPACITY))));
    }

    @Test
    void releasesAHeadThatComesTooLate() {
        List<CoreSubscriber<? super VideoResponse>> waiting = new CopyOnWriteArrayList<>();
        Mono<VideoResponse> source = new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super VideoResponse> actual) {
                actual.onSubscribe(Operators.emptySubscription());
                waiting.add(actual);
            }
        };
        StubResponse late = new StubResponse(CALL);
        StubResponse afterCancel = new StubResponse(CALL);

        Calls.failure(ChutesNotSentException.class, deadline.filter(CALL, call -> source));
        waiting.get(0).onNext(late);
        waiting.get(0).onComplete();
        deadline.filter(CALL, call -> source).subscribe().dispose();
        waiting.get(1).onNext(afterCancel);
        waiting.get(1).onError(new IllegalStateException("nobody is left to hear this"));

        assertThat(late.hasEnded()).isTrue();
        assertThat(afterCancel.hasEnded()).isTrue();
    }

    /** The head was there, and the deadline won: it is the body that is lost. */
    @Test
    void knowsThatTheVideoWasThere() {
        VideoExchange next = call -> Mono.<VideoResponse>never()
                .doOnSubscribe(subscription -> call.listener().phaseEntered(call, CallPhase.BODY));

        assertThat(Calls.failure(ChutesBodyException.class, deadline.filter(CALL, next)))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(ChutesBodyException.Reason.DEADLINE))
                .hasMessageContaining("the deadline of PT0.2S passed");
    }

    @Test
    void yieldsToAShorterOne() {
        VideoExchange next = call -> Mono.never();
        ChutesException failure = Calls.failure(
                ChutesException.class,
                deadline.filter(CALL, call -> DeadlineFilter.of(LONG).filter(call, next)));
        assertThat(failure).hasMessageContaining("PT0.2S");

        failure = Calls.failure(
                ChutesException.class, DeadlineFilter.of(LONG).filter(CALL, call -> deadline.filter(call, next)));
        assertThat(failure).hasMessageContaining("PT0.2S");
    }

    @Test
    void leavesTheErrorOfACallAlone() {
        IllegalStateException own = new IllegalStateException("a filter's own");
        assertThatThrownBy(() -> deadline.filter(CALL, call -> Mono.error(own)).block(Calls.SOON))
                .isSameAs(own);
        assertThat(deadline.filter(CALL, call -> Mono.empty()).blockOptional(Calls.SOON))
                .isEmpty();
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> DeadlineFilter.of(Duration.ZERO)).hasMessageContaining("limit must be positive");
        assertThatThrownBy(() -> DeadlineFilter.of(Duration.ofSeconds(Long.MAX_VALUE)))
                .hasMessageContaining("at most 365 days");
    }

    private ChutesClient client(URI url, UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(url, builder -> settings.apply(builder.filter(deadline)));
    }

    private static <E extends ChutesException> E fails(Class<E> type, ChutesClient client) {
        E failure = Calls.failure(type, client, Requests.text());
        assertThat(failure).hasMessageMatching(".*the deadline of PT(0\\.)?2S passed while .*");
        return failure;
    }

    private Mono<VideoResponse> limited(RetryFilter retry, VideoExchange next) {
        return deadline.filter(CALL, call -> retry.filter(call, next));
    }

    /** Attempts that are sent and fail so, and then one that is never sent. */
    private static VideoExchange thenNothing(ChutesException... failures) {
        AtomicInteger attempts = new AtomicInteger();
        return call -> Mono.defer(() -> {
            int attempt = attempts.getAndIncrement();
            call.listener().phaseEntered(call, CallPhase.POOL_ACQUIRE);
            if (attempt >= failures.length) {
                return Mono.never();
            }
            call.listener().phaseEntered(call, CallPhase.SEND);
            call.listener().phaseEntered(call, CallPhase.FIRST_BYTE);
            return Mono.error(failures[attempt]);
        });
    }

    private static RetryFilter.Builder fastRetries() {
        return RetryFilter.builder().capacity(fast());
    }

    private static Backoff fast() {
        return Backoff.of(3, Duration.ofMillis(1), Duration.ofMillis(2));
    }

    private static ChutesResponseException answer(PlatformError error) {
        return ChutesResponseException.of(
                CALL.endpoint(), error.status(), Map.of(), error.body().getBytes(StandardCharsets.UTF_8));
    }

    private static VideoRequest imageOf(byte[] image) {
        return FastImageToVideoRequest.builder("a fox", Image.bytes(image).withoutCheck())
                .build();
    }

    /** Connect until the listener's backlog takes no more. */
    private static List<Socket> fill(ServerSocket listener) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        while (sockets.size() < 64) {
            Socket socket = new Socket();
            sockets.add(socket);
            try {
                socket.connect(listener.getLocalSocketAddress(), 200);
            } catch (SocketTimeoutException backlogIsFull) {
                return sockets;
            }
        }
        throw new AssertionError("the backlog has no end");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
