package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Tag("watched")
class StatusFaultTests {

    private static final String HEAD_OF_500 = "HTTP/1.1 500 X\r\nContent-Type: application/json\r\n";

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Rows 50 and 51. */
    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("finalAnswers")
    void reportsAnErrorAnswerOnceAndKeepsTheConnection(
            VideoRequest request, int status, String type, String body, Reason reason) throws IOException {
        assertReportedOnKeptConnection(request, Heads.answer(status, type, body), status, reason, body);
    }

    static Stream<Arguments> finalAnswers() {
        String json = "application/json";
        String said = "{\"detail\":\"it said so\"}";
        return Requests.all()
                .flatMap(request -> Stream.of(
                        Arguments.of(request, 400, json, said, Reason.INVALID_REQUEST),
                        Arguments.of(request, 401, json, said, Reason.UNAUTHENTICATED),
                        Arguments.of(request, 402, json, said, Reason.BALANCE_REQUIRED),
                        Arguments.of(request, 404, json, said, Reason.NOT_FOUND),
                        Arguments.of(request, 422, json, said, Reason.INVALID_REQUEST),
                        Arguments.of(request, 418, "text/plain", "teapot", Reason.INVALID_REQUEST),
                        Arguments.of(request, 500, json, said, Reason.SERVER_ERROR),
                        Arguments.of(request, 501, json, "", Reason.SERVER_ERROR),
                        Arguments.of(request, 502, "text/html", "<html>bad gateway</html>", Reason.SERVER_ERROR),
                        Arguments.of(request, 504, "text/html", "<html>time-out</html>", Reason.SERVER_ERROR),
                        Arguments.of(request, 599, json, said, Reason.SERVER_ERROR)));
    }

    /** Row 55, and the other answers that look like a success. */
    @ParameterizedTest(name = "{1} {2} {0}")
    @MethodSource("noVideos")
    void takesNothingButAVideoForAVideo(VideoRequest request, int status, String type) throws IOException {
        String body = "{\"detail\":\"no video\"}";
        assertReportedOnKeptConnection(request, Heads.answer(status, type, body), status, Reason.NOT_A_VIDEO, body);
    }

    static Stream<Arguments> noVideos() {
        return Requests.all()
                .flatMap(request -> Stream.of(
                        Arguments.of(request, 200, "text/html"),
                        Arguments.of(request, 200, "application/json"),
                        Arguments.of(request, 200, "text/event-stream"),
                        Arguments.of(request, 200, "x-video/mp4"),
                        Arguments.of(request, 201, "video/mp4"),
                        Arguments.of(request, 202, "application/json"),
                        Arguments.of(request, 206, "video/mp4")));
    }

    /** Row 57. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void takesNoContentForAnError(VideoRequest request) throws IOException {
        assertReportedOnKeptConnection(request, "HTTP/1.1 204 X\r\n\r\n", 204, Reason.NOT_A_VIDEO, "");
    }

    /** Row 56. */
    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("redirects")
    void neverFollowsARedirect(VideoRequest request, int status) throws IOException {
        try (RawServer target = RawServer.start(connection -> connection.readRequest())) {
            String answer = "HTTP/1.1 " + status + " X\r\nLocation: " + target.url()
                    + "/elsewhere\r\nContent-Length: 0\r\n\r\n";

            assertReportedOnKeptConnection(request, answer, status, Reason.NOT_A_VIDEO, "");

            assertThat(target.connections()).isEmpty();
        }
    }

    static Stream<Arguments> redirects() {
        return Requests.all()
                .flatMap(request ->
                        Stream.of(300, 301, 302, 303, 304, 307, 308).map(status -> Arguments.of(request, status)));
    }

    /** Row 52. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void doesNotReadALongErrorToItsEnd(VideoRequest request) throws IOException {
        byte[] body = "e".repeat(10_000_000).getBytes(StandardCharsets.US_ASCII);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(HEAD_OF_500 + "Content-Length: " + body.length + "\r\n\r\n");
            connection.write(body);
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesResponseException failure = Faults.fails(ChutesResponseException.class, clients, client, request);

            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.excerpt()).isEqualTo("e".repeat(4096));
            assertThat(failure).message().hasSizeLessThan(500);
            Faults.assertClosed(server);
            assertThat(server.connections().get(0).bytesWritten()).isLessThan(body.length);
        }
    }

    /** Row 53: the rest of an error is not worth the wait; all endpoints at once, because the test does wait. */
    @Test
    void doesNotWaitForAnErrorThatStalls() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(HEAD_OF_500 + "Content-Length: 1000\r\n\r\n{\"det");
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            List<ChutesResponseException> failures = Flux.fromStream(Requests.all())
                    .flatMap(request -> client.exchange(request)
                            .then(Mono.<ChutesResponseException>empty())
                            .onErrorResume(ChutesResponseException.class, Mono::just))
                    .collectList()
                    .blockOptional(Calls.SOON)
                    .orElseThrow();

            assertThat(failures).hasSize(3).allSatisfy(failure -> {
                assertThat(failure.status()).isEqualTo(500);
                assertThat(failure.excerpt()).isEqualTo("{\"det");
            });
            assertThat(server.requests()).hasSize(3);
            Faults.assertClosed(server);
        }
    }

    /** Row 53: nor is one that trickles. */
    @Test
    void doesNotWaitForAnErrorThatTrickles() throws IOException {
        assertReportedThoughBroken(
                Requests.text(),
                HEAD_OF_500 + "Transfer-Encoding: chunked\r\n\r\n",
                connection -> connection
                        .writeChunk("{\"det".getBytes(StandardCharsets.US_ASCII))
                        .drip("1\r\nx\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII), Duration.ofMillis(20)));
    }

    /** Row 54. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void reportsAnErrorThatIsCutOff(VideoRequest request) throws IOException {
        assertReportedThoughBroken(request, HEAD_OF_500 + "Content-Length: 1000\r\n\r\n", connection -> {
            connection.write("{\"det");
            connection.finish();
            connection.awaitClientClose();
        });
    }

    /** Row 54. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void reportsAnErrorWhoseChunksAreBroken(VideoRequest request) throws IOException {
        assertReportedThoughBroken(request, HEAD_OF_500 + "Transfer-Encoding: chunked\r\n\r\n", connection -> {
            connection.write("5\r\n{\"det\r\nzzzz\r\n");
            connection.awaitClientClose();
        });
    }

    /** Row 54. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void reportsAnErrorThatEndsInAReset(VideoRequest request) throws IOException {
        assertReportedThoughBroken(request, HEAD_OF_500 + "Content-Length: 1000\r\n\r\n", connection -> {
            connection.write("{\"det");
            connection.pause(Duration.ofMillis(50));
            connection.reset();
        });
    }

    /** An answer that comes before the request is wholly sent; the server reads on, as it should. */
    @ParameterizedTest
    @MethodSource("largeRequests")
    void reportsAnAnswerThatComesDuringTheUpload(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.write(Heads.answer(413, "application/json", "{\"detail\":\"Request body is too large.\"}"));
            connection.finish();
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesResponseException failure = Faults.fails(ChutesResponseException.class, clients, client, request);

            assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
            assertThat(failure.detail()).isEqualTo("Request body is too large.");
            assertThat(server.connections()).hasSize(1);
            Faults.assertClosed(server);
        }
    }

    /** As above, but the server does not read on: the kernel answers the rest of the request with a reset. */
    @ParameterizedTest
    @MethodSource("largeRequests")
    void neverRepeatsAnUploadThatWasCutOffByAnAnswer(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.write(Heads.answer(413, "application/json", "{\"detail\":\"Request body is too large.\"}"));
        })) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesException failure = Faults.fails(ChutesException.class, clients, client, request);

            if (failure instanceof ChutesResponseException answer) {
                assertThat(answer.reason()).isEqualTo(Reason.TOO_LARGE);
            } else {
                assertThat(failure).isInstanceOf(ChutesOutcomeUnknownException.class);
                assertThat(failure.phase()).isEqualTo(CallPhase.SEND);
            }
            assertThat(failure.isRetryable()).isFalse();
            assertThat(server.connections()).hasSize(1);
        }
    }

    /** The time-out for the first byte has nothing to do with the body of an error that came in time. */
    @Test
    void prefersAnEarlyAnswerToTheFirstByteTimeout() throws IOException {
        VideoRequest request = largeRequests().findFirst().orElseThrow();
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.write(HEAD_OF_500 + "Content-Length: 1000\r\n\r\n{\"det");
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    server.url(), builder -> Faults.withRetries(builder).firstByteTimeout(Duration.ofMillis(700)));

            ChutesResponseException failure = Faults.fails(ChutesResponseException.class, clients, client, request);

            assertThat(failure.status()).isEqualTo(500);
        }
    }

    static Stream<VideoRequest> largeRequests() {
        Image image = Image.bytes(new byte[5_000_000]).withoutCheck();
        return Stream.of(
                ImageToVideoRequest.builder("a fox", image).build(),
                FastImageToVideoRequest.builder("a fox", image).build());
    }

    private void assertReportedThoughBroken(VideoRequest request, String head, RawServer.Script body)
            throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(head);
            body.play(connection);
        })) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesResponseException failure = Faults.fails(ChutesResponseException.class, clients, client, request);

            assertThat(failure.status()).isEqualTo(500);
            assertThat(failure.reason()).isEqualTo(Reason.SERVER_ERROR);
            assertThat(failure.excerpt()).startsWith("{\"det");
            assertThat(server.requests()).hasSize(1);
            clients.assertClean();
            assertThat(client.connectionStats().idle()).as("kept connections").isZero();
        }
    }

    private void assertReportedOnKeptConnection(
            VideoRequest request, String answer, int status, Reason reason, String excerpt) throws IOException {
        try (RawServer server = RawServer.start(connection -> answerAll(connection, answer))) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);
            for (int calls = 1; calls <= 2; calls++) {
                ChutesResponseException failure = Faults.fails(ChutesResponseException.class, clients, client, request);

                assertThat(failure.status()).isEqualTo(status);
                assertThat(failure.reason()).isEqualTo(reason);
                assertThat(failure.excerpt()).isEqualTo(excerpt);
                assertThat(failure.phase()).isEqualTo(CallPhase.FIRST_BYTE);
                assertThat(failure.isRetryable()).isFalse();
                assertThat(server.requests()).hasSize(calls);
                Await.untilAsserted(() -> assertThat(client.connectionStats().idle())
                        .as("kept connections")
                        .isEqualTo(1));
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    private static void answerAll(RawConnection connection, String answer) throws IOException {
        while (true) {
            connection.readRequest();
            connection.write(answer);
        }
    }
}
