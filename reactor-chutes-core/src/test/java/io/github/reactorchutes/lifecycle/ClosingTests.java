package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

class ClosingTests {

    private static final byte[] VIDEO = Videos.ofSize(1_000_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void failsABodyNobodyAsksFor() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed().request(1);
            Await.untilAsserted(() -> assertThat(reader.buffers()).isEqualTo(1));

            client.close();

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(reader.error()).isInstanceOfSatisfying(ChutesBodyException.class, failure -> {
                assertThat(failure.reason()).isEqualTo(Reason.CLIENT_CLOSED);
                assertThat(failure.bytesReceived()).isEqualTo(reader.bytes());
            });
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void failsACallThatWaitsForItsHead(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(Scripts.silent())) {
            ChutesClient client = fixture.client(server.url());
            Asker asker = new Asker();
            client.exchange(request).subscribe(asker);
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));

            client.close();

            assertThat(Waiting.await(asker.error))
                    .isInstanceOfSatisfying(
                            ChutesOutcomeUnknownException.class,
                            failure -> assertThat(failure.isRetryable()).isFalse());
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    /** The connections of the calls under way must not be given to those that wait, to be paid and thrown away. */
    @Test
    void sendsNoneOfTheCallsThatWaitForAConnection() throws IOException {
        int connections = 4;
        int rounds = 20;
        try (RawServer server = RawServer.start(Scripts.silent())) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(connections));
            for (int round = 1; round <= rounds; round++) {
                client.open();
                int sent = round * connections;
                List<Asker> underWay = ask(client, connections);
                Await.untilAsserted(() -> assertThat(server.requests()).hasSize(sent));
                List<Asker> waiting = ask(client, connections);
                Await.untilAsserted(
                        () -> assertThat(client.connectionStats().pending()).isEqualTo(connections));

                client.close();

                assertThat(underWay)
                        .allSatisfy(call -> assertThat(Waiting.await(call.error))
                                .isInstanceOf(ChutesOutcomeUnknownException.class));
                assertThat(waiting)
                        .allSatisfy(call ->
                                assertThat(Waiting.await(call.error)).isInstanceOf(ChutesNotSentException.class));
                assertThat(server.requests()).hasSize(sent);
            }
        }
    }

    private static List<Asker> ask(ChutesClient client, int calls) {
        List<Asker> askers = Stream.generate(Asker::new).limit(calls).toList();
        askers.forEach(asker -> client.exchange(Requests.text()).subscribe(asker));
        return askers;
    }

    @Test
    void releasesAHeadWhoseBodyNobodyTook() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            VideoResponse response = Waiting.valueOf(client.exchange(Requests.text()));

            client.close();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThatThrownBy(() -> response.body().blockLast(Bodies.LIMIT))
                    .isInstanceOf(ChutesBodyException.class)
                    .hasMessageContaining("closed");
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    /** The head is there, but nobody has asked for it yet: the outer layer must still end. */
    @Test
    void tellsACallerWhoAsksForTheHeadAfterwards() throws IOException {
        try (RawServer server = RawServer.start(Scripts.inOneSegment(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Asker asker = new Asker();
            client.exchange(Requests.text()).subscribe(asker);
            Await.untilAsserted(() -> assertThat(fixture.liveBytes()).isPositive());

            client.close();
            asker.request(1);

            assertThat(Waiting.await(asker.end)).isIn(SignalType.ON_COMPLETE, SignalType.ON_ERROR);
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    @Test
    void letsNothingBeSentAfterwards() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Mono<byte[]> call = client.textToVideo(Requests.text()).flatMap(Bodies::bytes);

            client.close();
            client.close();

            assertThatThrownBy(() -> call.block(Bodies.LIMIT))
                    .isInstanceOfSatisfying(ChutesNotSentException.class, failure -> {
                        assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
                        assertThat(failure.isRetryable()).isFalse();
                    });
            assertThat(server.connections()).isEmpty();
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    @Test
    void canBeUndoneByOpening() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            assertThat(fetch(client)).isEqualTo(VIDEO);
            client.close();
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();

            client.open();
            client.open();

            assertThat(fetch(client)).isEqualTo(VIDEO);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            assertThat(fetch(client)).isEqualTo(VIDEO);
            assertThat(server.connections()).hasSize(2);
        }
    }

    /** The body's subscription is on its way to the event loop when the client is closed. */
    @Test
    void failsABodyWhoseSubscriptionRacesWithIt() throws IOException {
        int rounds = 300;
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            for (int i = 0; i < rounds; i++) {
                client.open();
                VideoResponse response = Waiting.valueOf(client.exchange(Requests.text()));
                Reader reader = Reader.idle();
                Race.run(i, client::close, () -> response.body().subscribe(reader));

                assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            }
            Await.untilAsserted(() -> assertThat(fixture.ends())
                    .hasSize(rounds)
                    .extracting(CallEnd::outcome)
                    .containsOnly(CallOutcome.FAILED));
        }
    }

    /** The head is on its way to its subscriber when the client is closed. */
    @Test
    void endsACallWhoseHeadRacesWithIt() throws IOException {
        int rounds = 300;
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            for (int i = 0; i < rounds; i++) {
                client.open();
                Mono<byte[]> call = client.textToVideo(Requests.text())
                        .flatMap(Bodies::bytes)
                        .onErrorReturn(new byte[0]);
                CompletableFuture<byte[]> end = new CompletableFuture<>();
                Race.run(i, () -> call.subscribe(end::complete), client::close);

                assertThat(Waiting.await(end).length).isIn(0, VIDEO.length);
            }
            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(rounds));
        }
    }

    private static byte[] fetch(ChutesClient client) {
        return Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes));
    }

    private void assertOneEnd(CallOutcome outcome) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcome));
    }
}
