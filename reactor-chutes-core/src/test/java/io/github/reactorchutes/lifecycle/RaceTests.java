package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.TextToVideoRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/** Thousands of calls whose ends meet by chance; what came of each is checked, and that nothing is left. */
class RaceTests {

    private static final long SEED = 20_261_123;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final byte[] VIDEO = Videos.ofSize(20_000);

    private static final TextToVideoRequest REQUEST = Requests.text();

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final Random random = new Random(SEED);

    @BeforeEach
    void tellTheSeed() {
        System.out.println("RaceTests: seed " + SEED);
    }

    @Test
    void timesOutOrDeliversAllWhenATimeoutRacesWithTheHead() throws IOException {
        expectNoDroppedBuffer();
        int calls = 2000;
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            // the pool notices only in their turn that waiters are gone, and would refuse others meanwhile
            ChutesClient client = fixture.client(
                    server.url(), settings -> settings.maxConnections(calls).abandonmentTimeout(Duration.ofSeconds(1)));

            Integer videos = Flux.range(0, calls)
                    .flatMap(
                            i -> client.textToVideo(REQUEST)
                                    .timeout(Duration.ofNanos(random.nextInt(5_000_000)))
                                    .flatMap(Bodies::bytes)
                                    .map(RaceTests::countWhole)
                                    .onErrorResume(TimeoutException.class, late -> Mono.just(0)),
                            16)
                    .reduce(0, Integer::sum)
                    .block(LIMIT);

            assertThat(videos).isBetween(0, calls);
            // a head that the time-out overtakes on its way is dropped by it, and nobody is told
            assertEnds(calls, CallOutcome.COMPLETED, CallOutcome.CANCELLED, CallOutcome.ABANDONED);
        }
    }

    @Test
    void leavesNothingBehindInAStormOfCancels() throws IOException {
        expectNoDroppedBuffer();
        int calls = 4000;
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.floorMod(connection.hashCode(), 20)));
            Scripts.writeChunked(connection, VIDEO);
        }))) {
            // the pool notices only in their turn that waiters are gone, and would refuse others meanwhile
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(calls));

            Flux.range(0, calls)
                    .flatMap(
                            i -> client.textToVideo(REQUEST)
                                    .flatMapMany(body -> body)
                                    .map(Bodies::drop)
                                    .takeUntilOther(Mono.delay(Duration.ofNanos(random.nextInt(40_000_000))))
                                    .then(),
                            100)
                    .blockLast(LIMIT);

            assertEnds(calls, CallOutcome.COMPLETED, CallOutcome.CANCELLED);
        }
    }

    @Test
    void refusesOrDeliversAllWhenASubscriptionRacesWithTheAbandonment() throws IOException {
        int calls = 500;
        try (RawServer server = RawServer.start(Scripts.chunked(Videos.ofSize(100_000)))) {
            ChutesClient client =
                    fixture.client(server.url(), settings -> settings.abandonmentTimeout(Duration.ofMillis(30)));

            Integer refused = Flux.range(0, calls)
                    .flatMap(
                            i -> client.textToVideo(REQUEST)
                                    .delayElement(Duration.ofNanos(25_000_000L + random.nextInt(10_000_000)))
                                    .flatMap(Bodies::bytes)
                                    .doOnNext(video -> assertThat(video).hasSize(100_000))
                                    .map(video -> 0)
                                    .onErrorResume(ChutesBodyException.class, gone -> Mono.just(1)),
                            16)
                    .reduce(0, Integer::sum)
                    .block(LIMIT);

            assertEnds(calls, CallOutcome.COMPLETED, CallOutcome.ABANDONED);
            assertThat(fixture.ends())
                    .filteredOn(end -> end.outcome() == CallOutcome.ABANDONED)
                    .hasSize(refused == null ? -1 : refused);
        }
    }

    @Test
    void endsOnceWhenACancelRacesWithTheLastBytes() throws IOException {
        int calls = 500;
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            for (int i = 0; i < calls; i++) {
                Flux<DataBuffer> body = Waiting.valueOf(client.textToVideo(REQUEST));
                Reader reader = Reader.unbounded();
                Race.run(i, () -> body.subscribe(reader), reader::cancel);
            }

            assertEnds(calls, CallOutcome.COMPLETED, CallOutcome.CANCELLED);
        }
    }

    /** A connection is in the pool as soon as its answer is read; a cancel that comes then must not close it. */
    @Test
    void neverHurtsTheNextCallWhenAReleaseRacesWithTheEndOfTheAnswer() throws IOException {
        assertNextCallIsUnharmed((call, response) -> response.release());
    }

    @Test
    void neverHurtsTheNextCallWhenACancelOfTheBodyRacesWithTheEndOfTheAnswer() throws IOException {
        assertNextCallIsUnharmed((call, response) -> {
            Reader reader = Reader.idle();
            response.body().subscribe(reader);
            reader.cancel();
        });
    }

    private void assertNextCallIsUnharmed(BiConsumer<Subscription, VideoResponse> givingUp) throws IOException {
        int rounds = 1000;
        byte[] tiny = Videos.ofSize(100);
        ExecutorService elsewhere = Executors.newSingleThreadExecutor();
        try (RawServer server = RawServer.start(Scripts.inOneSegment(tiny))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            for (int i = 0; i < rounds; i++) {
                int nanos = random.nextInt(200_000);
                CompletableFuture<Void> givenUp = new CompletableFuture<>();
                CompletableFuture<byte[]> next = new CompletableFuture<>();
                AtomicReference<Subscription> call = new AtomicReference<>(Operators.cancelledSubscription());
                client.exchange(REQUEST).doOnSubscribe(call::set).subscribe(response -> {
                    fetch(client, next);
                    elsewhere.execute(() -> {
                        Race.spin(nanos);
                        givingUp.accept(Objects.requireNonNull(call.get()), response);
                        givenUp.complete(null);
                    });
                });
                assertThat(Waiting.await(next)).isEqualTo(tiny);
                Waiting.await(givenUp);
            }
            assertEnds(2 * rounds, CallOutcome.COMPLETED, CallOutcome.CANCELLED);
        } finally {
            elsewhere.shutdownNow();
        }
    }

    private static void fetch(ChutesClient client, CompletableFuture<byte[]> video) {
        client.textToVideo(REQUEST).flatMap(Bodies::bytes).subscribe(video::complete, video::completeExceptionally);
    }

    private static int countWhole(byte[] video) {
        assertThat(video).hasSize(VIDEO.length);
        return 1;
    }

    private void assertEnds(int calls, CallOutcome... possible) {
        Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(calls));
        assertThat(fixture.ends()).extracting(CallEnd::outcome).isSubsetOf(possible);
    }

    /** A cancelled operator drops what still comes, be it a head, whose call was told by the cancel, or a number. */
    private void expectNoDroppedBuffer() {
        fixture.expectDropped(dropped -> !dropped.toString().contains("DataBuffer"));
    }
}
