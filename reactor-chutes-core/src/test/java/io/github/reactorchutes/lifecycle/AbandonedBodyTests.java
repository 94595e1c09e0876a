package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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

@Tag("watched")
class AbandonedBodyTests {

    private static final byte[] VIDEO = Videos.ofSize(1_000_000);

    private static final byte[] TINY = Videos.ofSize(100);

    private static final Duration SOON = Duration.ofMillis(100);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void closesTheConnectionOfABigBodyNobodyWants(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = impatientClient(server);
            VideoResponse response = Waiting.valueOf(client.exchange(request));

            assertOneEnd(CallOutcome.ABANDONED);
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThatThrownBy(() -> response.body().blockLast(Bodies.LIMIT))
                    .isInstanceOf(ChutesBodyException.class)
                    .hasMessageContaining("nobody subscribed");
            assertThat(server.requests()).hasSize(1);
            assertOneEnd(CallOutcome.ABANDONED);
        }
    }

    @Test
    void keepsTheConnectionOfASmallBodyNobodyWants() throws IOException {
        try (RawServer server = RawServer.start(Scripts.inOneSegment(TINY))) {
            ChutesClient client = impatientClient(server);
            Flux<DataBuffer> body = Waiting.valueOf(client.textToVideo(Requests.text()));

            assertOneEnd(CallOutcome.ABANDONED);
            assertThatThrownBy(() -> body.blockLast(Bodies.LIMIT)).isInstanceOf(ChutesBodyException.class);
            fixture.assertClean();
            assertThat(Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes)))
                    .isEqualTo(TINY);
            assertThat(server.connections()).hasSize(1);
        }
    }

    /** The first body's connection went back to the pool and serves another call; giving the body up must not hurt it. */
    @Test
    void leavesTheNextCallOnTheSameConnectionAloneWhenASmallBodyIsGivenUp() throws IOException {
        assertNextCallIsLeftAlone(VideoResponse::release);
    }

    @Test
    void leavesTheNextCallOnTheSameConnectionAloneWhenASmallBodyIsCancelled() throws IOException {
        assertNextCallIsLeftAlone(response -> {
            Reader reader = Reader.idle();
            response.body().subscribe(reader);
            reader.awaitSubscribed().cancel();
        });
    }

    private void assertNextCallIsLeftAlone(Consumer<VideoResponse> givingUp) throws IOException {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        AtomicInteger answers = new AtomicInteger();
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            if (answers.getAndIncrement() > 0) {
                Waiting.await(answer);
            }
            Scripts.writeInOneSegment(connection, TINY);
        }))) {
            ChutesClient client = fixture.client(server.url());
            VideoResponse first = Waiting.valueOf(client.exchange(Requests.text()));
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            Mono<byte[]> second =
                    client.textToVideo(Requests.text()).flatMap(Bodies::bytes).cache();
            second.subscribe();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(2));

            givingUp.accept(first);
            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(1));
            answer.complete(null);

            assertThat(Waiting.valueOf(second)).isEqualTo(TINY);
            assertThat(server.connections()).hasSize(1);
            assertThat(fixture.ends())
                    .extracting(CallEnd::outcome)
                    .containsExactly(CallOutcome.CANCELLED, CallOutcome.COMPLETED);
        }
    }

    /** Zip sends no cancel to a source that has emitted already. */
    @Test
    void closesTheBodyOfAHeadThatZipDropped() throws IOException {
        CompletableFuture<VideoResponse> arrived = new CompletableFuture<>();
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.abandonmentTimeout(SOON)
                            .filter((call, next) -> next.exchange(call).doOnNext(arrived::complete)));
            Mono<String> sibling =
                    Mono.fromFuture(arrived).delayElement(Duration.ofMillis(20)).then(Mono.error(new Sibling()));

            assertThatThrownBy(() -> Mono.zip(client.textToVideo(Requests.text()), sibling)
                            .block(Bodies.LIMIT))
                    .isInstanceOf(Sibling.class);

            assertOneEnd(CallOutcome.ABANDONED);
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
        }
    }

    @Test
    void closesTheBodyOfAHeadThatAFilterOperatorDropped() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = impatientClient(server);

            assertThat(client.textToVideo(Requests.text()).filter(body -> false).block(Bodies.LIMIT))
                    .isNull();

            assertOneEnd(CallOutcome.ABANDONED);
        }
    }

    /** An operator that holds the head back and is cancelled tells nobody, since its source is done. */
    @Test
    void closesTheBodyOfAHeadThatWasHeldBackByDelayElement() throws IOException {
        CompletableFuture<VideoResponse> arrived = new CompletableFuture<>();
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = impatientClient(server);
            Disposable subscription = client.exchange(Requests.text())
                    .doOnSuccess(arrived::complete)
                    .delayElement(Duration.ofHours(1))
                    .subscribe();
            Waiting.await(arrived);

            subscription.dispose();

            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(1));
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
        }
    }

    @Test
    void refusesCallsForWhichUnreadHeadsLeaveNoConnection() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.maxConnections(2)
                            .acquireTimeout(Duration.ofMillis(200))
                            .abandonmentTimeout(Duration.ofSeconds(2)));

            List<Object> heads = Waiting.valueOf(Flux.range(0, 5)
                    .flatMap(i ->
                            client.exchange(Requests.text()).cast(Object.class).onErrorResume(Mono::just))
                    .collectList());

            assertThat(heads).filteredOn(VideoResponse.class::isInstance).hasSize(2);
            assertThat(heads)
                    .filteredOn(Throwable.class::isInstance)
                    .hasSize(3)
                    .allSatisfy(error -> assertThat(error)
                            .isInstanceOfSatisfying(ChutesNotSentException.class, failure -> {
                                assertThat(failure.phase()).isEqualTo(CallPhase.POOL_ACQUIRE);
                                assertThat(failure.isRetryable()).isTrue();
                            }));
            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(5));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void goesOnWhenTheAbandonmentOfUnreadHeadsFreesTheirConnections() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.maxConnections(2)
                            .acquireTimeout(Bodies.LIMIT)
                            .abandonmentTimeout(SOON));

            List<VideoResponse> heads = Waiting.valueOf(Flux.range(0, 4)
                    .flatMap(i -> client.exchange(Requests.text()))
                    .collectList());

            assertThat(heads).hasSize(4);
            Await.untilAsserted(() -> assertThat(fixture.ends())
                    .hasSize(4)
                    .extracting(CallEnd::outcome)
                    .containsOnly(CallOutcome.ABANDONED));
        }
    }

    @Test
    void refusesASecondSubscriptionAndLeavesTheFirstAlone() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Flux<DataBuffer> body = Waiting.valueOf(client.textToVideo(Requests.text()));
            Reader first = Reader.idle();
            body.subscribe(first);
            first.awaitSubscribed();

            assertThatThrownBy(() -> body.blockLast(Bodies.LIMIT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("once");
            first.request(Long.MAX_VALUE);

            assertThat(first.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(first.bytes()).isEqualTo(VIDEO.length);
            assertThatThrownBy(() -> body.blockLast(Bodies.LIMIT)).hasMessageContaining("once");
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    /** A head that is asked for after its body was given up is still a head: the caller must hear something. */
    @Test
    void tellsACallerWhoAsksForTheHeadTooLate() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = impatientClient(server);
            Asker asker = new Asker();
            client.exchange(Requests.text()).subscribe(asker);
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();

            asker.request(1);

            Flux<DataBuffer> body = Waiting.await(asker.head).body();
            assertThat(Waiting.await(asker.end)).isEqualTo(SignalType.ON_COMPLETE);
            assertThatThrownBy(() -> body.blockLast(Bodies.LIMIT)).isInstanceOf(ChutesBodyException.class);
            assertOneEnd(CallOutcome.ABANDONED);
        }
    }

    private ChutesClient impatientClient(RawServer server) {
        return fixture.client(server.url(), settings -> settings.abandonmentTimeout(SOON));
    }

    private void assertOneEnd(CallOutcome outcome) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcome));
    }

    private static final class Sibling extends RuntimeException {

        Sibling() {
            super("a sibling failed");
        }
    }
}
