package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Framings no HTTP library writes. After each, the connection serves nobody any more. */
class FramingTests {

    private static final byte[] VIDEO = WireAnswer.VIDEO;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest(name = "{1}")
    @MethodSource("hostileHeads")
    void takesNoPartOfAHostileHead(VideoRequest request, String head) throws IOException {
        try (RawServer server = serving(head, "")) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesOutcomeUnknownException failure =
                    Faults.fails(ChutesOutcomeUnknownException.class, clients, client, request);

            assertThat(failure.isRetryable()).isFalse();
            assertSecondCallGetsANewConnection(server, client, request);
        }
    }

    static Stream<Arguments> hostileHeads() {
        return withRequests(Stream.of(
                "HTTP/1.1 200 OK\nContent-Type: video/mp4\nContent-Length: 60\n\n",
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\nContent-Length: 60\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: +60\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 0x3c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 9223372036854775808\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nContent-Length: 60\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\n" + "X-Many: h\r\n".repeat(20_000) + "\r\n",
                "HTTP/1.1 200 " + "O".repeat(100_000) + "K\r\n\r\n"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("hostileChunks")
    void takesAHostileChunkForABrokenBody(VideoRequest request, String chunks) throws IOException {
        try (RawServer server = serving(Heads.CHUNKED_VIDEO, chunks)) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesBodyException failure = Faults.fails(ChutesBodyException.class, clients, client, request);

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertSecondCallGetsANewConnection(server, client, request);
        }
    }

    static Stream<Arguments> hostileChunks() {
        return withRequests(Stream.of(
                "3c\n",
                "-3c\r\n",
                "+3c\r\n",
                "0x3c\r\n",
                "3 c\r\n",
                ";\r\n",
                "\r\n",
                "g\r\n",
                "ffffffffffffffff\r\n",
                "80000000\r\n",
                "7fffffffffffffff0\r\n",
                "00000000000000000000000000000000000000000000000000000000000000000000000000000000000003c\r\n",
                "3c;" + "e".repeat(100_000) + "\r\n"));
    }

    /** A thousand interim answers in one go are none. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void deliversAVideoAfterAStormOfInterimAnswers(VideoRequest request) throws IOException {
        String storm = "HTTP/1.1 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n".repeat(500)
                + "HTTP/1.1 100 Continue\r\n\r\n".repeat(250)
                + "HTTP/1.1 102 Processing\r\nX-A: b\r\n\r\n".repeat(250);
        try (RawServer server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write(storm + Heads.video(VIDEO.length)).write(VIDEO);
            }
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxConnections(1));

            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);
            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            assertThat(server.connections()).hasSize(1);
        }
    }

    private static Stream<Arguments> withRequests(Stream<String> wires) {
        return wires.flatMap(wire -> Requests.all().map(request -> Arguments.of(request, wire)));
    }

    /** Serve the framing to the first connection, and a video to the next. */
    private static RawServer serving(String head, String chunks) {
        AtomicBoolean first = new AtomicBoolean(true);
        return RawServer.start(connection -> {
            connection.readRequest();
            if (first.getAndSet(false)) {
                connection.write(head).write(chunks).write(VIDEO).finish();
            } else {
                connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            }
            connection.awaitClientClose();
        });
    }

    private static void assertSecondCallGetsANewConnection(
            RawServer server, ChutesClient client, VideoRequest request) {
        assertThat(server.connections().get(0).isClosedByClient()).isTrue();
        assertThat(Calls.video(client, request)).isEqualTo(VIDEO);
        assertThat(server.connections()).hasSize(2);
        assertThat(server.requests()).hasSize(2);
    }
}
