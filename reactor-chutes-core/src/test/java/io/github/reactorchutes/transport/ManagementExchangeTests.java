package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesQueryException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Wire;
import io.github.reactorchutes.management.Answer;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.netty.ConnectionSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.test.StepVerifier;

@Tag("watched")
class ManagementExchangeTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int CONNECTIONS = 10;

    private static final Query QUERY =
            Query.get("catalogue", "/chutes/{}", "my chute").with("limit", 2);

    private static final Query EVENTS = Query.get("warm-up", "/chutes/warmup/{}", "painter");

    private final AtomicReference<@Nullable Connections> connections = new AtomicReference<>();

    @AfterEach
    void close() {
        Connections open = connections.get();
        if (open != null) {
            open.close(Duration.ZERO).block(SOON);
        }
    }

    @Test
    void readsJson() throws IOException {
        try (RawServer server = RawServer.start(answer("200 OK", "application/json", "{\"total\":1}"))) {
            Answer answer = answered(api(server.url()).send(QUERY));

            assertThat(answer.body().get("total").intValue()).isEqualTo(1);
            assertThat(answer.header("content-type")).isEqualTo("application/json");
            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.head()).startsWith("GET /chutes/my%20chute?limit=2 HTTP/1.1\r\n");
                assertThat(request.header("Authorization")).isEqualTo("Bearer cpk_test.secret");
                assertThat(request.header("Accept")).isEqualTo("application/json");
            });
        }
    }

    @Test
    void reusesItsConnection() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                write(connection, "200 OK", "application/json", "[]");
            }
        })) {
            ManagementExchange api = api(server.url());

            for (int i = 0; i < 3; i++) {
                api.send(QUERY).block(SOON);
                Await.untilAsserted(() -> assertThat(requireOpen().poolSum(ConnectionPoolMetrics::acquiredSize))
                        .isZero());
            }

            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void sendsAnEmptyPost() throws IOException {
        try (RawServer server = RawServer.start(answer("204 No Content", "application/json", ""))) {
            Query cancel = Query.post("operation", "/external/operations/{}/cancel", "4711")
                    .withHeader("Idempotency-Key", "k");

            assertThat(answered(api(server.url()).send(cancel)).body().isMissingNode())
                    .isTrue();

            assertThat(server.requests()).singleElement().satisfies(request -> {
                assertThat(request.head()).startsWith("POST /external/operations/4711/cancel HTTP/1.1\r\n");
                assertThat(request.header("Content-Length")).isEqualTo("0");
                assertThat(request.header("Idempotency-Key")).isEqualTo("k");
            });
        }
    }

    @Test
    void reportsAnErrorOfTheServer() throws IOException {
        String body = "{\"detail\":\"No chute for cpk_test.secret\"}";
        try (RawServer server = RawServer.start(answer("404 Not Found", "application/json", body))) {
            assertThatThrownBy(() -> api(server.url()).send(QUERY).block(SOON))
                    .isInstanceOfSatisfying(ChutesResponseException.class, error -> {
                        assertThat(error.reason()).isEqualTo(ChutesResponseException.Reason.NOT_FOUND);
                        assertThat(error).hasMessageStartingWith("catalogue: ");
                        assertThat(error.detail()).startsWith("No chute for").doesNotContain("secret");
                    });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{", "{} {", "\u0000"})
    void failsOnOtherContent(String content) throws IOException {
        try (RawServer server = RawServer.start(answer("200 OK", "text/html", content))) {
            assertThat(failure(api(server.url()).send(QUERY)))
                    .hasMessage("catalogue: the response is not JSON")
                    .satisfies(error -> assertThat(error.isRetryable()).isFalse());
        }
    }

    @Test
    void failsOnEndlessContent() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n");
            byte[] spaces = new byte[64 * 1024];
            while (true) {
                connection.write(spaces);
            }
        })) {
            assertThat(failure(api(server.url()).send(QUERY))).hasMessageContaining("larger than 33554432 bytes");
        }
    }

    @Test
    void failsOnACutResponse() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
        })) {
            assertThat(failure(api(server.url()).send(QUERY))).satisfies(error -> {
                assertThat(error.phase()).isEqualTo(CallPhase.BODY);
                assertThat(error.isRetryable()).isTrue();
            });
        }
    }

    @Test
    void failsWithoutAResponse() throws IOException {
        try (RawServer server = RawServer.start(RawConnection::readRequest)) {
            assertThat(failure(api(server.url()).send(QUERY)).phase()).isEqualTo(CallPhase.FIRST_BYTE);
        }
    }

    @Test
    void failsWithoutAServer() {
        assertThat(failure(api(URI.create("http://127.0.0.1:1")).send(QUERY))).satisfies(error -> {
            assertThat(error.phase()).isEqualTo(CallPhase.CONNECT);
            assertThat(error.isRetryable()).isTrue();
            assertThat(error).hasMessageContaining("127.0.0.1:1");
        });
    }

    @Test
    void waitsNoLongerThanItsTimeout() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = RawServer.start(silent(over))) {
            ManagementExchange api = api(server.url(), Duration.ofSeconds(2), SOON);

            assertThat(failure(api.send(QUERY)))
                    .hasMessage("catalogue: no complete response within PT2S while waiting for the first byte");

            over.countDown();
        }
    }

    @Test
    void failsWhenTheClientIsClosed() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = RawServer.start(silent(over))) {
            ManagementExchange api = api(server.url());

            StepVerifier.create(api.events(EVENTS))
                    .then(() -> requireOpen().close(Duration.ZERO).subscribe())
                    .expectErrorSatisfies(error -> assertThat(error).hasMessage("warm-up: the client was closed"))
                    .verify(SOON);
            connections.set(null);
            assertThat(failure(api.send(QUERY))).hasMessage("catalogue: the client is closed");

            over.countDown();
        }
    }

    @Test
    void leavesTheQueueOfTheFullPoolWhenItIsCancelled() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = RawServer.start(silent(over))) {
            ManagementExchange api = api(server.url());
            List<Disposable> queries = new ArrayList<>();
            for (int i = 0; i <= CONNECTIONS; i++) {
                queries.add(api.send(QUERY).subscribe(answer -> {}, failure -> {}));
            }
            Await.untilAsserted(() -> assertThat(waiting()).isEqualTo(1));

            queries.get(CONNECTIONS).dispose();

            Await.untilAsserted(() -> assertThat(waiting()).isZero());
            queries.forEach(Disposable::dispose);
            over.countDown();
        }
    }

    private int waiting() {
        return requireOpen().poolSum(ConnectionPoolMetrics::pendingAcquireSize);
    }

    @Test
    void reportsAProviderWithoutAToken() {
        ChutesTokenProvider provider = () -> Mono.error(new IllegalStateException("cpk_test.secret"));

        ManagementExchange api = api(URI.create("http://127.0.0.1:1"), provider, SOON, SOON);

        assertThat(failure(api.send(QUERY)))
                .hasMessage("catalogue: the token provider failed with IllegalStateException");
    }

    @Test
    void emitsEvents() throws IOException {
        try (RawServer server = RawServer.start(
                answer(
                        "200 OK",
                        "text/event-stream; charset=utf-8",
                        "\ufeffdata: {\"status\":\"cold\"}\n\n: alive\n\nevent: x\r\ndata:a\r\ndata: b\r\n\r\ndata\r\rdata: cut\n"))) {
            StepVerifier.create(api(server.url()).events(EVENTS))
                    .expectNext("{\"status\":\"cold\"}", "a\nb", "")
                    .expectComplete()
                    .verify(SOON);
            assertThat(server.requests().get(0).header("Accept")).isEqualTo("text/event-stream");
        }
    }

    @Test
    void emitsTheEventsThatAreRequested() throws IOException {
        String events = "data: 1\n\ndata: 2\n\ndata: 3\n\n";
        try (RawServer server = RawServer.start(answer("200 OK", "text/event-stream", events))) {
            StepVerifier.create(api(server.url()).events(EVENTS), 1)
                    .expectNext("1")
                    .thenRequest(1)
                    .expectNext("2")
                    .thenCancel()
                    .verify(SOON);
        }
    }

    @Test
    void joinsEventsThatArriveInPieces() throws IOException {
        byte[] events = "data: K\u00e4fer\n\n".getBytes(StandardCharsets.UTF_8);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
            for (byte piece : events) {
                connection.write(new byte[] {piece});
            }
        })) {
            StepVerifier.create(api(server.url()).events(EVENTS))
                    .expectNext("K\u00e4fer")
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void failsOnSilenceBetweenEvents() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
            await(over);
        })) {
            StepVerifier.create(api(server.url(), SOON, Duration.ofMillis(200)).events(EVENTS))
                    .expectNext("1")
                    .expectErrorSatisfies(error -> assertThat(error)
                            .hasMessage("warm-up: no data within PT0.2S while receiving the body")
                            .isInstanceOfSatisfying(
                                    ChutesQueryException.class,
                                    query -> assertThat(query.isRetryable()).isTrue()))
                    .verify(SOON);
            over.countDown();
        }
    }

    @Test
    void refusesOtherContentThanEvents() throws IOException {
        try (RawServer server = RawServer.start(answer("200 OK", "application/json", "{}"))) {
            StepVerifier.create(api(server.url()).events(EVENTS))
                    .expectErrorMessage("warm-up: the response is not an event stream but application/json")
                    .verify(SOON);
        }
    }

    @Test
    void refusesAnEndlessEvent() throws IOException {
        String event = "data: " + "x".repeat(70_000);
        try (RawServer server = RawServer.start(answer("200 OK", "text/event-stream", event))) {
            StepVerifier.create(api(server.url()).events(EVENTS))
                    .expectErrorMessage(
                            "warm-up: the response is an event stream with an event larger than 65536 bytes")
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", "..", "a/../b", "a//b", "/a"})
    void refusesNamesThatLeadElsewhere(String name) {
        assertThatThrownBy(() -> Query.get("catalogue", "/chutes/{}", name))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encodesNames() {
        assertThat(Query.get("catalogue", "/chutes/{}", "a/b c?d#e%2e")
                        .with("q", "x&y=z+")
                        .target())
                .isEqualTo("/chutes/a/b%20c%3Fd%23e%252e?q=x%26y%3Dz%2B");
    }

    private static RawServer.Script answer(String status, String type, String body) {
        return connection -> {
            connection.readRequest();
            write(connection, status, type, body);
        };
    }

    private static void write(RawConnection connection, String status, String type, String body) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String length = status.startsWith("204") ? "" : "Content-Length: " + content.length + "\r\n";
        connection
                .write("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\n" + length + "\r\n")
                .write(content);
    }

    private static RawServer.Script silent(CountDownLatch over) {
        return connection -> {
            connection.readRequest();
            await(over);
        };
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static Answer answered(Mono<Answer> query) {
        return Objects.requireNonNull(query.block(SOON));
    }

    private static ChutesException failure(Mono<Answer> query) {
        AtomicReference<ChutesException> failure = new AtomicReference<>();
        StepVerifier.create(query)
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(ChutesQueryException.class);
                    failure.set((ChutesException) error);
                })
                .verify(SOON);
        return Objects.requireNonNull(failure.get());
    }

    private Connections requireOpen() {
        return Objects.requireNonNull(connections.get());
    }

    private ManagementExchange api(URI url) {
        return api(url, SOON, SOON);
    }

    private ManagementExchange api(URI url, Duration timeout, Duration idle) {
        return api(url, ChutesTokenProvider.of("cpk_test.secret"), timeout, idle);
    }

    private ManagementExchange api(URI url, ChutesTokenProvider tokens, Duration timeout, Duration idle) {
        TransportConfig config = new TransportConfig(
                tokens,
                new EndpointUrls(null, Map.of(), Map.of(), Set.of(), false),
                url,
                new ConnectionSettings(CONNECTIONS, SOON, SOON, SOON, 64 * 1024, Wire::connect),
                SOON,
                SOON,
                SOON,
                idle,
                SOON,
                SOON,
                true,
                1);
        connections.set(new Connections(config));
        return new ManagementExchange(config, connections::get, timeout);
    }
}
