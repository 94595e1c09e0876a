package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

@Tag("watched")
class OuterCancelTests {

    private static final byte[] VIDEO = Videos.ofSize(200_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final CompletableFuture<VideoResponse> arrived = new CompletableFuture<>();

    private final CompletableFuture<Void> queued = new CompletableFuture<>();

    /** Never gives back what it is given, as a queue does whose consumer is busy. */
    private final Scheduler stuck = Schedulers.fromExecutor(task -> queued.complete(null));

    @Test
    void sendsNoFurtherAttemptWhenCancelledInTheRetryBackoff() throws IOException {
        CompletableFuture<Throwable> failed = new CompletableFuture<>();
        try (RawServer server = RawServer.start(Scripts.always(connection -> connection.write(
                Heads.answer(503, "application/json", "{\"detail\":\"No instances available (yet) for chute\"}"))))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.filter(RetryFilter.of(3, Duration.ofMillis(200), Duration.ofMillis(200)))
                            .filter((call, next) -> next.exchange(call).doOnError(failed::complete)));
            Disposable subscription = client.textToVideo(Requests.text()).subscribe();
            Waiting.await(failed);

            subscription.dispose();

            // longer than the longest jittered wait: a second attempt would have come
            assertThat(Mono.delay(Duration.ofMillis(500)).block(Bodies.LIMIT)).isZero();
            assertThat(server.requests()).hasSize(1);
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void postsNothingWhenCancelledWhileWaitingForAConnection() throws IOException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            Waiting.await(answer);
            Scripts.writeChunked(connection, VIDEO);
        }))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            Mono<byte[]> first =
                    client.textToVideo(Requests.text()).flatMap(Bodies::bytes).cache();
            first.subscribe();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
            Disposable second = client.textToVideo(Requests.text()).subscribe();
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().pending()).isEqualTo(1));

            second.dispose();
            assertThat(client.connectionStats().pending()).isZero();
            answer.complete(null);

            assertThat(Waiting.valueOf(first)).isEqualTo(VIDEO);
            assertThat(Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes)))
                    .isEqualTo(VIDEO);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).hasSize(1);
            assertThat(fixture.ends())
                    .extracting(CallEnd::outcome)
                    .containsExactly(CallOutcome.CANCELLED, CallOutcome.COMPLETED, CallOutcome.COMPLETED);
        }
    }

    /** The queue of the pool is as long as the pool is large: here, one. */
    @Test
    void makesRoomForOthersWhenCancelledWhileWaitingForAConnection() throws IOException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            Waiting.await(answer);
            Scripts.writeChunked(connection, VIDEO);
        }))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            Mono<byte[]> first =
                    client.textToVideo(Requests.text()).flatMap(Bodies::bytes).cache();
            first.subscribe();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
            for (int i = 0; i < 20; i++) {
                client.textToVideo(Requests.text()).subscribe().dispose();
            }

            Mono<byte[]> last =
                    client.textToVideo(Requests.text()).flatMap(Bodies::bytes).cache();
            last.subscribe();
            answer.complete(null);

            assertThat(Waiting.valueOf(first)).isEqualTo(VIDEO);
            assertThat(Waiting.valueOf(last)).isEqualTo(VIDEO);
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).hasSize(1);
        }
    }

    /** The permit of the pool's queue comes in the very moment of the cancel, again and again. */
    @Test
    void postsNothingMoreWhenACancelRacesWithItsConnection() throws IOException {
        // a head or body that the cancel overtook, but no connection
        fixture.expectDropped(dropped -> !dropped.toString().contains("GET{uri"));
        try (RawServer server = RawServer.start(Scripts.sized(VIDEO))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            for (int i = 0; i < 300; i++) {
                Await.untilAsserted(
                        () -> assertThat(client.connectionStats().active()).isZero());
                // a connection that a cancel has closed holds its place in the pool for a moment, and then one queues
                // too many
                Mono<byte[]> first = client.textToVideo(Requests.text())
                        .flatMap(Bodies::bytes)
                        .retryWhen(Retry.fixedDelay(100, Duration.ofMillis(1))
                                .filter(ChutesNotSentException.class::isInstance));
                Disposable second = client.textToVideo(Requests.text())
                        .flatMap(Bodies::bytes)
                        .subscribe(video -> {}, error -> {});

                Race.run(i, () -> Waiting.valueOf(first), second::dispose);
            }

            fixture.assertClean();
            assertThat(Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes)))
                    .isEqualTo(VIDEO);
        }
    }

    @Test
    void endsWhenCancelledDuringTheConnect() throws IOException {
        try (SilentPort port = SilentPort.open()) {
            ChutesClient client =
                    fixture.client(port.url(), settings -> settings.connectTimeout(Duration.ofMillis(500)));
            Disposable subscription = client.textToVideo(Requests.text()).subscribe();

            // the connect is begun on an event loop; nothing tells when
            assertThat(Mono.delay(Duration.ofMillis(50)).block(Bodies.LIMIT)).isZero();
            subscription.dispose();

            assertOneEnd(CallOutcome.CANCELLED);
            // the connect that nobody waits for times out by itself
            assertThat(Mono.delay(Duration.ofMillis(700)).block(Bodies.LIMIT)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void closesTheConnectionWhenCancelledBeforeTheHead(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(Scripts.silent())) {
            ChutesClient client = fixture.client(server.url());
            Disposable subscription = client.exchange(request).subscribe();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));

            subscription.dispose();

            assertThat(only(server).isClosedByClient()).isTrue();
            assertThat(server.requests()).hasSize(1);
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    /** The window before Reactor Netty hands the head on. */
    @Test
    void closesTheConnectionWhenCancelledBeforeTheHeadIsHandedOn() throws IOException {
        fixture.expectDropped(any -> true);
        Asker asker = new Asker();
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.httpClient(
                            http -> http.doOnResponse((response, connection) -> Waiting.elsewhere(asker::cancel))));

            client.exchange(Requests.text()).subscribe(asker);

            assertThat(connectionOf(server).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    /** The window between Reactor Netty's hand-over and the call's taking note of the head. */
    @Test
    void closesTheConnectionWhenCancelledInsideTheHeadCallback() throws IOException {
        Asker asker = new Asker();
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.httpClient(http -> http.doOnChannelInit((observer, channel, address) ->
                            HeadHook.install(channel, () -> Waiting.elsewhere(asker::cancel)))));

            client.exchange(Requests.text()).subscribe(asker);

            assertThat(connectionOf(server).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    /** Whether a head that was delivered is dropped somewhere, nothing reports. */
    @Test
    void closesBodyInTimeWhenCancelledBetweenHeadAndBody() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = clientThatTellsOfHeads(server);
            Disposable subscription =
                    client.exchange(Requests.text()).publishOn(stuck).subscribe();
            VideoResponse response = Waiting.await(arrived);
            Waiting.await(queued);

            subscription.dispose();

            assertOneEnd(CallOutcome.ABANDONED);
            assertThat(only(server).isClosedByClient()).isTrue();
            assertThatThrownBy(() -> response.body().blockLast(Bodies.LIMIT))
                    .isInstanceOfSatisfying(
                            ChutesBodyException.class,
                            gone -> assertThat(gone.reason()).isEqualTo(ChutesBodyException.Reason.ABANDONED))
                    .hasMessageContaining("nobody subscribed");
        }
    }

    @Test
    void closesBodyInTimeWhenCancelledBetweenHeadAndBodyOfAWhollyReceivedAnswer() throws IOException {
        byte[] tiny = Videos.ofSize(100);
        try (RawServer server = RawServer.start(Scripts.inOneSegment(tiny))) {
            ChutesClient client = clientThatTellsOfHeads(server);
            Disposable subscription =
                    client.exchange(Requests.text()).publishOn(stuck).subscribe();
            Waiting.await(queued);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));

            subscription.dispose();

            assertOneEnd(CallOutcome.ABANDONED);
            fixture.assertClean();
            assertThat(Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes)))
                    .isEqualTo(tiny);
            assertThat(server.connections()).hasSize(1);
        }
    }

    /** The head waits for a demand that never comes. */
    @Test
    void releasesBodyWhenCancelledBeforeTheHeadIsAskedFor() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Asker asker = new Asker();
            client.exchange(Requests.text()).subscribe(asker);
            Await.untilAsserted(() -> assertThat(only(server).bytesWritten()).isGreaterThan(VIDEO.length));

            asker.cancel();

            assertThat(only(server).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void endsWithTheTimeoutOfTheOuterLayer() throws IOException {
        try (RawServer server = RawServer.start(Scripts.silent())) {
            ChutesClient client = fixture.client(server.url());

            assertThatThrownBy(() -> client.textToVideo(Requests.text())
                            .timeout(Duration.ofMillis(1))
                            .block(Bodies.LIMIT))
                    .hasCauseInstanceOf(TimeoutException.class);
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void deliversToNextWhichCancelsBeforeItHandsOn() throws IOException {
        assertDeliversThrough(call -> Flux.from(call).next());
    }

    @Test
    void deliversToTakeOneWhichCancelsBeforeItHandsOn() throws IOException {
        assertDeliversThrough(call -> call.flux().take(1).single());
    }

    private void assertDeliversThrough(Function<Mono<Flux<DataBuffer>>, Mono<Flux<DataBuffer>>> operator)
            throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            for (int i = 0; i < 2; i++) {
                assertThat(Waiting.valueOf(operator.apply(client.textToVideo(Requests.text()))
                                .flatMap(Bodies::bytes)))
                        .isEqualTo(VIDEO);
                Await.untilAsserted(
                        () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            }
            assertThat(server.connections()).hasSize(1);
            assertThat(fixture.ends())
                    .extracting(CallEnd::outcome)
                    .containsExactly(CallOutcome.COMPLETED, CallOutcome.COMPLETED);
        }
    }

    /** Once its head is delivered the outer layer is over: cancelling it, even while it delivers, changes nothing. */
    @Test
    void leavesABodyAloneThatWasTakenBeforeTheOuterCancel() throws IOException {
        Reader reader = Reader.unbounded();
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Asker asker = new Asker() {
                @Override
                protected void hookOnNext(VideoResponse response) {
                    response.body().subscribe(reader);
                    Waiting.elsewhere(this::cancel);
                }
            };
            client.exchange(Requests.text()).subscribe(asker);

            asker.request(1);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(reader.bytes()).isEqualTo(VIDEO.length);
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    @Test
    void cancelsTheBodyWhenBothLayersAreCancelledAtOnce() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            CompletableFuture<Integer> first = new CompletableFuture<>();
            Disposable subscription = client.textToVideo(Requests.text())
                    .flatMapMany(body -> body)
                    .map(Bodies::drop)
                    .subscribe(first::complete);
            Waiting.await(first);

            subscription.dispose();

            assertThat(only(server).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void deliversOnAnotherThreadWhenTheHeadIsAskedForLate() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            byte[] video = Waiting.valueOf(client.exchange(Requests.text())
                    .publishOn(Schedulers.parallel())
                    .delaySubscription(Duration.ofMillis(1))
                    .delayElement(Duration.ofMillis(20))
                    .flatMap(response -> Bodies.bytes(response.body())));

            assertThat(video).isEqualTo(VIDEO);
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    private ChutesClient clientThatTellsOfHeads(RawServer server) {
        return fixture.client(
                server.url(),
                settings -> settings.abandonmentTimeout(Duration.ofMillis(300))
                        .filter((call, next) -> next.exchange(call).doOnNext(arrived::complete)));
    }

    private static RawConnection only(RawServer server) {
        assertThat(server.connections()).hasSize(1);
        return server.connections().get(0);
    }

    private static RawConnection connectionOf(RawServer server) {
        Await.untilAsserted(() -> assertThat(server.connections()).hasSize(1));
        return only(server);
    }

    private void assertOneEnd(CallOutcome outcome) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcome));
        assertThat(fixture.ends().get(0).error()).isNull();
    }
}
