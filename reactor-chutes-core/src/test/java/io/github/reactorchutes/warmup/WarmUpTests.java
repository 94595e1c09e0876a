package io.github.reactorchutes.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.warmup.WarmUpState.Status;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

@Tag("watched")
class WarmUpTests {

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @Test
    void reportsEachStateUntilTheChuteIsHot() throws IOException {
        String odd = "{\"status\":\"Warming\",\"instances\":[1]}";
        String unknown = "{\"status\":\"thinking\",\"log\":\"two\\nlines\"}";
        try (RawServer server = EventServer.start((request, connection) -> EventServer.events(
                connection, EventServer.COLD, odd, unknown, "not JSON", "7", EventServer.HOT, EventServer.COLD))) {
            List<WarmUpState> states = states(clients.client(server.url()).warmUp("acme/painter 2"));

            assertThat(states)
                    .extracting(WarmUpState::status)
                    .containsExactly(Status.COLD, Status.WARMING, Status.OTHER, Status.OTHER, Status.OTHER, Status.HOT);
            assertThat(states)
                    .extracting(WarmUpState::toString)
                    .containsExactly(
                            "cold: waiting for instances ...",
                            "Warming",
                            "thinking: two lines",
                            "no status: not JSON",
                            "no status: 7",
                            "hot: chute is hot, 1 instances available");
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.head()).startsWith("GET /chutes/warmup/acme/painter%202 HTTP/1.1");
                assertThat(request.header("Authorization")).isEqualTo("Bearer cpk_test.secret");
            });
        }
    }

    @Test
    void sendsNothingBeforeASubscription() throws IOException {
        try (RawServer server = EventServer.start((request, connection) -> {})) {
            clients.client(server.url()).warmUp("painter");

            assertThat(server.connections()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "402, Account balance is $0.0, BALANCE_REQUIRED",
        "404, 'Chute not found, or does not belong to you', NOT_FOUND",
        "503, This chute is currently disabled., DISABLED"
    })
    void failsWithTheReasonOfThePlatform(int status, String detail, ChutesResponseException.Reason reason)
            throws IOException {
        try (RawServer server = EventServer.start((request, connection) -> {
            if (request.path().startsWith("/chutes/?")) {
                connection.write(Heads.answer(200, "application/json", "{\"items\":[]}"));
            } else {
                EventServer.refuse(connection, status, detail);
            }
        })) {
            assertThatThrownBy(() -> states(clients.client(server.url()).warmUp("painter")))
                    .isInstanceOfSatisfying(ChutesResponseException.class, error -> {
                        assertThat(error.reason()).isEqualTo(reason);
                        assertThat(error.detail()).isEqualTo(detail);
                    });
        }
    }

    /** The platform knows names and ids only; the host of an endpoint is a slug. */
    @Test
    void findsTheChuteOfASlug() throws IOException {
        try (RawServer server = EventServer.start((request, connection) -> {
            switch (request.path()) {
                case "/chutes/warmup/the-id" -> EventServer.events(connection, EventServer.HOT);
                case "/chutes/?include_public=true&slug=chutes-wan2-1-14b&limit=10" ->
                    connection.write(Heads.answer(
                            200,
                            "application/json",
                            "{\"items\":[{\"slug\":\"other\",\"chute_id\":\"1\"},{\"slug\":7},"
                                    + "{\"slug\":\"Chutes-wan2-1-14b\",\"chute_id\":\"the-id\"}]}"));
                default -> EventServer.refuse(connection, 404, "Chute not found, or does not belong to you");
            }
        })) {
            ChutesClient client = clients.client(server.url());

            assertThat(states(client.warmUp(Endpoint.TEXT_TO_VIDEO)))
                    .singleElement()
                    .matches(WarmUpState::isHot);
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void rejectsAnEndpointWhoseUrlDoesNotTellItsChute() {
        ChutesClient client = clients.client(URI.create("http://localhost:1"));
        Endpoint elsewhere = Endpoint.of("elsewhere", URI.create("http://localhost:1/generate"));

        assertThatThrownBy(() -> client.warmUp(elsewhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("elsewhere")
                .hasMessageContaining("name or id");
    }

    @Test
    void opensABrokenStreamAgain() throws IOException {
        AtomicInteger streams = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            boolean first = streams.incrementAndGet() == 1;
            EventServer.begin(connection);
            EventServer.event(connection, first ? EventServer.COLD : EventServer.HOT);
        })) {
            assertThat(states(clients.client(server.url()).warmUp("painter")))
                    .extracting(WarmUpState::status)
                    .containsExactly(Status.COLD, Status.HOT);
            assertThat(streams).hasValue(2);
        }
    }

    @Test
    void failsWhenStreamsKeepEndingBeforeTheChuteIsHot() {
        AtomicInteger streams = new AtomicInteger();

        StepVerifier.withVirtualTime(() -> new WarmUps(new StubApi(query -> {
                            streams.incrementAndGet();
                            return Flux.empty();
                        }))
                        .of("painter"))
                .thenAwait(Duration.ofMinutes(1))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ChutesQueryException.class,
                                query -> assertThat(query.isRetryable()).isTrue())
                        .hasMessage("warm-up: the platform ended the warm-up, but the chute is not hot yet"))
                .verify(Calls.SOON);

        assertThat(streams).hasValue(4);
    }

    @Test
    void closesTheStreamOfACancelledSubscription() throws IOException {
        try (RawServer server = EventServer.start((request, connection) -> {
            EventServer.begin(connection);
            EventServer.event(connection, EventServer.COLD);
            connection.awaitClientClose();
        })) {
            StepVerifier.create(clients.client(server.url()).warmUp("painter"))
                    .expectNextCount(1)
                    .thenCancel()
                    .verify(Calls.SOON);

            assertThat(server.connections()).singleElement().matches(connection -> connection.isClosedByClient());
        }
    }

    @Test
    void givesASlowConsumerTheLatestState() throws IOException {
        CountDownLatch written = new CountDownLatch(1);
        try (RawServer server = EventServer.start((request, connection) -> {
            EventServer.begin(connection);
            for (int i = 0; i < 1_000; i++) {
                EventServer.event(connection, EventServer.COLD);
            }
            EventServer.event(connection, EventServer.HOT);
            connection.writeLastChunk();
            written.countDown();
        })) {
            StepVerifier.create(clients.client(server.url()).warmUp("painter"), 1)
                    .expectNextCount(1)
                    .then(() -> await(written))
                    .thenRequest(Long.MAX_VALUE)
                    .thenConsumeWhile(state -> !state.isHot())
                    .expectNextMatches(WarmUpState::isHot)
                    .expectComplete()
                    .verify(Calls.SOON);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<WarmUpState> states(Flux<WarmUpState> warmUp) {
        return warmUp.collectList().blockOptional(Calls.SOON).orElseThrow();
    }
}
