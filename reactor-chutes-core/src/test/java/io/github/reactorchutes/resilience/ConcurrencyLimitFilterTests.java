package io.github.reactorchutes.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

@Tag("watched")
class ConcurrencyLimitFilterTests {

    private static final ChutesCall CALL = ChutesCall.of(Requests.text());

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Row 67. */
    @Test
    void holdsItsPermitsUntilTheBodiesHaveEnded() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(2, 10, Duration.ofMillis(150));
        try (ChutesEmulator platform = videos(3)) {
            ChutesClient client = clients.client(platform.baseUrl(), builder -> builder.filter(limit));
            VideoResponse first = head(client);
            VideoResponse second = head(client);
            assertThat(limit.availablePermits()).isZero();

            ChutesCallRejectedException refused =
                    Calls.failure(ChutesCallRejectedException.class, client, Requests.text());

            assertThat(refused.limit()).isEqualTo(Limit.CONCURRENCY);
            assertThat(refused.isRetryable()).isFalse();
            assertThat(refused)
                    .hasMessageContaining("2 concurrent calls")
                    .hasMessageContaining("no permit within PT0.15S");
            assertThat(platform.requestCount()).isEqualTo(2);
            assertThat(limit.availablePermits()).isZero();
            assertThat(limit.waitingCalls()).isZero();

            drain(first);
            assertThat(limit.availablePermits()).isEqualTo(1);
            drain(second);
            assertThat(limit.availablePermits()).isEqualTo(2);
        }
    }

    /** Slow downloads hold connections, but keep no generation waiting. */
    @Test
    void returnsItsPermitsAtTheFirstByteOnRequest() {
        ConcurrencyLimitFilter limit =
                ConcurrencyLimitFilter.of(2, 10, Duration.ofMillis(150)).untilFirstByte();
        try (ChutesEmulator platform = videos(20)) {
            ChutesClient client = clients.client(platform.baseUrl(), builder -> builder.filter(limit));
            List<VideoResponse> slow = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                slow.add(head(client));
            }

            assertThat(limit.availablePermits()).isEqualTo(2);
            slow.forEach(ConcurrencyLimitFilterTests::drain);
            assertThat(limit.availablePermits()).as("returned once").isEqualTo(2);

            platform.enqueue(Reply.of(500));
            Calls.failure(ChutesResponseException.class, client, Requests.text());
            assertThat(limit.availablePermits()).as("after a failure").isEqualTo(2);
            platform.enqueue(Reply.silent());
            Disposable cancelled = client.exchange(Requests.text()).subscribe();
            assertThat(limit.availablePermits()).as("until the head").isEqualTo(1);
            cancelled.dispose();
            Await.untilAsserted(() -> assertThat(limit.availablePermits()).isEqualTo(2));
        }
    }

    /** Row 67, the other way: the call that waits gets the permit of a body that ends. */
    @Test
    void passesThePermitOfAnEndedBodyOn() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 1, LONG);
        try (ChutesEmulator platform = videos(2)) {
            ChutesClient client = clients.client(platform.baseUrl(), builder -> builder.filter(limit));
            VideoResponse first = head(client);
            List<VideoResponse> second = new CopyOnWriteArrayList<>();
            client.exchange(Requests.text()).subscribe(second::add);
            assertThat(limit.waitingCalls()).isEqualTo(1);
            assertThat(platform.requestCount()).isEqualTo(1);

            drain(first);

            Await.untilAsserted(() -> assertThat(second).hasSize(1));
            drain(second.get(0));
            assertThat(limit.availablePermits()).isEqualTo(1);
        }
    }

    /** Row 68: nothing here waits with a thread; what cannot work is refused when the client is built. */
    @Test
    void isRefusedByAClientWithFewerConnections() {
        ChutesClient.Builder builder = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(URI.create("http://127.0.0.1:1"))
                .filter(ConcurrencyLimitFilter.of(11, 0, LONG));

        assertThatThrownBy(builder.maxConnections(10)::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("11 concurrent calls")
                .hasMessageContaining("maxConnections is 10");
        builder.maxConnections(11).build().close();
    }

    @Test
    void servesFirstComeFirst() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 100, LONG);
        StubExchange platform = new StubExchange();
        for (int i = 1; i <= 50; i++) {
            limit.filter(CALL.withAttempt(i), platform).subscribe();
        }
        for (int i = 0; i < 50; i++) {
            platform.responses().get(i).complete();
        }
        assertThat(platform.calls()).extracting(ChutesCall::attempt).hasSize(50).isSorted();
        assertThat(limit.availablePermits()).isEqualTo(1);
    }

    @Test
    void refusesAtOnceWhenTheQueueIsFull() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 1, LONG);
        StubExchange platform = new StubExchange();
        limit.filter(CALL, platform).subscribe();
        limit.filter(CALL, platform).subscribe();

        assertThatThrownBy(() -> limit.filter(CALL, platform).block(Calls.SOON))
                .isInstanceOf(ChutesCallRejectedException.class)
                .hasMessageContaining("the queue is full");

        platform.last().complete();
        platform.last().complete();
        assertThat(platform.calls()).hasSize(2);
        assertThat(limit.availablePermits()).isEqualTo(1);
    }

    /** Without a queue, a free permit must never look taken, however many come and go. */
    @Test
    void neverRefusesWhileAPermitIsFree() throws Exception {
        int callers = 4;
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(callers, 0, LONG);
        VideoExchange failing = call -> Mono.error(new IllegalArgumentException("over at once"));
        AtomicInteger rejected = new AtomicInteger();

        inParallel(callers, () -> {
            for (int i = 0; i < 5_000; i++) {
                limit.filter(CALL, failing)
                        .onErrorResume(ChutesCallRejectedException.class, refusal -> {
                            rejected.incrementAndGet();
                            return Mono.empty();
                        })
                        .onErrorComplete()
                        .block(Calls.SOON);
            }
        });

        assertThat(rejected).hasValue(0);
        assertThat(limit.availablePermits()).isEqualTo(callers);
    }

    @Test
    void leavesTheLineAtOnceWhenCancelled() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 3, LONG);
        StubExchange platform = new StubExchange();
        limit.filter(CALL, platform).subscribe();
        List<Disposable> waiting = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            waiting.add(limit.filter(CALL, platform).subscribe());
        }

        waiting.get(1).dispose();
        assertThat(limit.waitingCalls()).isEqualTo(2);
        waiting.forEach(Disposable::dispose);
        assertThat(limit.waitingCalls()).isZero();

        platform.last().complete();
        assertThat(platform.calls()).hasSize(1);
        assertThat(limit.availablePermits()).isEqualTo(1);
    }

    @Test
    void tellsThatACallWasCancelledWhileItWaited() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 3, LONG);
        limit.filter(CALL, new StubExchange()).subscribe();
        try (ChutesEmulator platform = videos(0)) {
            ChutesClient client = clients.client(platform.baseUrl(), builder -> builder.filter(limit));

            client.exchange(Requests.text()).subscribe().dispose();

            assertThat(clients.ends())
                    .singleElement()
                    .satisfies(end -> assertThat(end.outcome()).isEqualTo(CallOutcome.CANCELLED));
            assertThat(platform.connectionCount()).isZero();
        }
    }

    /** A permit and a cancel for one waiter at the same moment: whichever wins, the permit is there afterwards. */
    @Test
    void losesNoPermitToACancelAtTheSameMoment() throws Exception {
        clients.expectDropped(head -> String.valueOf(head.getMessage()).contains("StubResponse"));
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 2, LONG);
        CyclicBarrier start = new CyclicBarrier(2);
        for (int i = 0; i < 2_000; i++) {
            StubExchange platform = new StubExchange();
            limit.filter(CALL, platform).subscribe();
            Disposable second = limit.filter(CALL, platform)
                    .doOnNext(VideoResponse::release)
                    .subscribe();
            AtomicInteger turn = new AtomicInteger();

            inParallel(2, () -> {
                start.await(10, TimeUnit.SECONDS);
                if (turn.getAndIncrement() == 0) {
                    platform.responses().get(0).complete();
                } else {
                    second.dispose();
                }
            });
            // A cancel during the delivery of the head ends a real call; the stub does not hear of it.
            platform.responses().forEach(StubResponse::release);

            assertThat(limit.availablePermits()).as("round " + i).isEqualTo(1);
            assertThat(limit.waitingCalls()).isZero();
        }
    }

    @Test
    void hasRoomForManyWhoseCallsFailAtOnce() {
        int many = 10_000;
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, many, LONG);
        StubExchange platform = new StubExchange();
        limit.filter(CALL, platform).subscribe();
        AtomicInteger failed = new AtomicInteger();
        VideoExchange failing = call -> Mono.error(new IllegalArgumentException("over at once"));
        for (int i = 0; i < many; i++) {
            limit.filter(CALL, failing).subscribe(head -> {}, error -> {
                assertThat(error).isInstanceOf(IllegalArgumentException.class);
                failed.incrementAndGet();
            });
        }
        assertThat(limit.waitingCalls()).isEqualTo(many);

        platform.last().complete();

        Await.untilAsserted(() -> {
            assertThat(failed).hasValue(many);
            assertThat(limit.availablePermits()).isEqualTo(1);
        });
        assertThat(limit.waitingCalls()).isZero();
    }

    @Test
    void isSharedByTheClientsThatHaveIt() {
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 0, LONG);
        try (ChutesEmulator platform = videos(2)) {
            ChutesClient one = clients.client(platform.baseUrl(), builder -> builder.filter(limit));
            ChutesClient other = clients.client(platform.baseUrl(), builder -> builder.filter(limit));
            VideoResponse response = head(one);

            Calls.failure(ChutesCallRejectedException.class, other, Requests.text());
            drain(response);

            drain(head(other));
            assertThat(limit.availablePermits()).isEqualTo(1);
        }
    }

    /** The limit as a whole under many threads and time-outs. */
    @Test
    void neverLetsMoreThroughThanItMay() throws Exception {
        int permits = 3;
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(permits, 8, Duration.ofMillis(2));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        VideoExchange busy = call -> Mono.delay(Duration.ofNanos(call.attempt() * 10_000L))
                .<VideoResponse>then(Mono.error(new IllegalStateException("over")))
                .doOnSubscribe(subscription -> most.accumulateAndGet(underWay.incrementAndGet(), Math::max))
                .doOnError(over -> underWay.decrementAndGet());

        inParallel(4, () -> {
            for (int i = 0; i < 500; i++) {
                limit.filter(CALL.withAttempt(1 + i % 50), busy)
                        .onErrorComplete()
                        .subscribe();
            }
        });

        Await.untilAsserted(() -> {
            assertThat(limit.waitingCalls()).isZero();
            assertThat(limit.availablePermits()).isEqualTo(permits);
        });
        assertThat(underWay).hasValue(0);
        assertThat(most.get()).isBetween(1, permits);
    }

    @Test
    void refusesSettingsThatMakeNoSense() {
        assertThatThrownBy(() -> ConcurrencyLimitFilter.of(0, 1, LONG)).hasMessageContaining("maxConcurrentCalls");
        assertThatThrownBy(() -> ConcurrencyLimitFilter.of(1, -1, LONG)).hasMessageContaining("maxWaitingCalls");
        assertThatThrownBy(() -> ConcurrencyLimitFilter.of(1, 1, Duration.ZERO)).hasMessageContaining("maxWait");
        assertThatThrownBy(() -> ConcurrencyLimitFilter.of(1, 1, Duration.ofMillis(Long.MAX_VALUE)))
                .hasMessageContaining("at most 365 days");
    }

    private static ChutesEmulator videos(int count) {
        ChutesEmulator platform = ChutesEmulator.start();
        for (int i = 0; i < count; i++) {
            platform.enqueue(Reply.video(Videos.ofSize(100_000)));
        }
        return platform;
    }

    private static VideoResponse head(ChutesClient client) {
        return Calls.head(client.exchange(Requests.text()));
    }

    private static void drain(VideoResponse response) {
        response.body().map(VideoBytes::take).blockLast(Calls.SOON);
    }

    /** A task of a test's thread. */
    @FunctionalInterface
    private interface Task {
        void run() throws Exception;
    }

    private static void inParallel(int threads, Task task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                runs.add(pool.submit(() -> {
                    task.run();
                    return null;
                }));
            }
            for (Future<?> run : runs) {
                run.get(30, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
