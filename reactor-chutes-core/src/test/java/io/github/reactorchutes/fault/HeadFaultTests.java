package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.resources.LoopResources;

class HeadFaultTests {

    private static final byte[] VIDEO = Videos.ofSize(30_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Row 42. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void sendsOnceWhenTheServerClosesInsteadOfAnswering(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.finish();
            connection.awaitClientClose();
        })) {
            ChutesOutcomeUnknownException failure = failsOnce(server, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.FIRST_BYTE);
            assertThat(failure).hasCauseInstanceOf(PrematureCloseException.class);
            Faults.assertClosed(server);
        }
    }

    /** Row 43. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void sendsOnceWhenTheServerResetsInsteadOfAnswering(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.reset();
        })) {
            ChutesOutcomeUnknownException failure = failsOnce(server, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.FIRST_BYTE);
            assertThat(failure).hasCauseInstanceOf(IOException.class);
        }
    }

    /** Row 44. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void opensANewConnectionWhenTheIdleOneWasClosed(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(HeadFaultTests::answerOnceAndClose)) {
            ChutesClient client = clients.client(server.url());

            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).hasSize(2);
        }
    }

    /** Row 45: the loop that would have seen the FIN is busy, so the pool believes in the connection. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void sendsAtMostOnceOnAConnectionThatIsSecretlyClosed(VideoRequest request)
            throws IOException, InterruptedException {
        LoopResources loop = LoopResources.create("busy", 1, true);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Channel> channel = new CompletableFuture<>();
        try (RawServer server = RawServer.start(HeadFaultTests::answerOnceAndLinger)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> Faults.withRetries(builder)
                            .httpClient(http -> http.runOn(loop)
                                    .doOnConnected(connection -> channel.complete(connection.channel()))));
            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));

            CountDownLatch blocked = new CountDownLatch(1);
            channel.join().eventLoop().execute(() -> block(blocked, release));
            assertThat(blocked.await(5, TimeUnit.SECONDS)).isTrue();
            server.connections().get(0).finish();
            var second = client.exchange(request).cache();
            second.subscribe(response -> {}, error -> {});
            release.countDown();

            ChutesOutcomeUnknownException failure = Calls.failure(ChutesOutcomeUnknownException.class, second);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(server.connections()).hasSize(1);
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
        } finally {
            release.countDown();
            loop.disposeLater(Duration.ZERO, Duration.ofSeconds(1)).block(Calls.SOON);
        }
    }

    /** Row 46. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void limitsTheWaitForTheFirstByte(VideoRequest request) throws IOException {
        assertTimesOut(request, connection -> {
            connection.readRequest();
            connection.awaitClientClose();
        });
    }

    /** Row 46: each byte is progress, but no head is. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void isNotKeptWaitingByAHeadThatDrips(VideoRequest request) throws IOException {
        byte[] endless = ("HTTP/1.1 200 OK\r\nX-Drip: " + "d".repeat(5000)).getBytes(StandardCharsets.US_ASCII);
        assertTimesOut(request, connection -> {
            connection.readRequest();
            connection.drip(endless, Duration.ofMillis(5));
        });
    }

    /** Row 46: interim answers for ever. */
    @ParameterizedTest
    @MethodSource("interimRequests")
    void isNotKeptWaitingByInterimAnswers(VideoRequest request, int status) throws IOException {
        assertTimesOut(request, connection -> {
            connection.readRequest();
            for (int i = 0; i < 2000; i++) {
                connection.write("HTTP/1.1 " + status + " Wait\r\n\r\n").pause(Duration.ofMillis(5));
            }
        });
    }

    static Stream<Arguments> interimRequests() {
        return Requests.all().flatMap(request -> Stream.of(100, 102, 103, 199).map(s -> Arguments.of(request, s)));
    }

    /** Row 46, in the phase before: a server that stops reading a large request. */
    @Test
    void limitsTheSendingToAServerThatDoesNotRead() throws IOException {
        VideoRequest large = ImageToVideoRequest.builder(
                        "a fox", Image.bytes(new byte[20_000_000]).withoutCheck())
                .build();
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.pause(Duration.ofSeconds(1));
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    server.url(), builder -> Faults.withRetries(builder).uploadIdleTimeout(Duration.ofMillis(200)));

            ChutesNotSentException failure = Faults.fails(ChutesNotSentException.class, clients, client, large);

            assertThat(failure.phase()).isEqualTo(CallPhase.SEND);
            assertThat(failure.reason()).isEqualTo(ChutesNotSentException.Reason.NETWORK);
            assertThat(failure).hasMessageContaining("accepted nothing").hasMessageContaining("PT0.2S");
            assertThat(server.connections()).hasSize(4);
            Faults.assertClosed(server);
        }
    }

    /** The time-out is that of the call where the call has one. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void prefersTheFirstByteTimeoutOfTheCall(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.filter(
                            (call, next) -> next.exchange(call.withFirstByteTimeout(Duration.ofMillis(123)))));

            ChutesException failure = Faults.fails(ChutesOutcomeUnknownException.class, clients, client, request);

            assertThat(failure).hasMessageContaining("PT0.123S");
        }
    }

    /** Row 47. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenHeads")
    void wrapsWhatIsNoHead(VideoRequest request, String head) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(head.getBytes(StandardCharsets.ISO_8859_1));
            connection.finish();
            connection.awaitClientClose();
        })) {
            failsOnce(server, request);
            Faults.assertClosed(server);
        }
    }

    /** Row 47, with every byte in a segment of its own. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("brokenHeads")
    void wrapsWhatIsNoHeadWhenItComesInPieces(VideoRequest request, String head) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.drip(head.getBytes(StandardCharsets.ISO_8859_1), Duration.ofNanos(100_000));
            connection.finish();
            connection.awaitClientClose();
        })) {
            failsOnce(server, request);
            Faults.assertClosed(server);
        }
    }

    static Stream<Arguments> brokenHeads() {
        return Requests.all()
                .flatMap(request -> Stream.of(
                                "HTTP/1.1 200 OK\r\nContent-Ty",
                                "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n",
                                "H",
                                "GARBAGE\r\n\r\n",
                                "GARBAGE OF THREE\u0085\r\n\r\n",
                                "\u0016\u0003\u0003\u0000\u0002\u0002(\r\n\r\n",
                                "\u0000\u0001\u0002\u0003\r\n\r\n",
                                "HTTP/1.1 abc OK\r\n\r\n",
                                "HTTP/1.1 -200 OK\r\n\r\n",
                                "HTTP/1.1 99999999999 OK\r\n\r\n",
                                "HTTP/1.1\r\n\r\n",
                                "HTTX/1.1 200 OK\r\n\r\n",
                                videoHead("Content-Length: -5"),
                                videoHead("Content-Length: x"),
                                videoHead("Content-Length: 99999999999999999999"),
                                videoHead("Content-Length: 5\r\nContent-Length: 6"),
                                videoHead("Content-Length: 5, 6"),
                                videoHead("Bad\u0000Name: x"),
                                videoHead("Content-Length: 5\r\nTransfer-Encoding: chunked") + "5\r\nsm")
                        .map(head -> Arguments.of(request, head)));
    }

    private static String videoHead(String header) {
        return "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n" + header + "\r\n\r\n";
    }

    /** Row 48. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void limitsTheSizeOfTheHead(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nX-Big: " + "b".repeat(100_000) + "\r\n\r\n");
            connection.awaitClientClose();
        })) {
            ChutesOutcomeUnknownException failure = failsOnce(server, request);

            assertThat(failure).hasCauseInstanceOf(TooLongHttpHeaderException.class);
            Faults.assertClosed(server);
        }
    }

    private void assertTimesOut(VideoRequest request, RawServer.Script script) throws IOException {
        try (RawServer server = RawServer.start(script)) {
            ChutesClient client = clients.client(
                    server.url(), builder -> Faults.withRetries(builder).firstByteTimeout(Duration.ofMillis(150)));

            ChutesOutcomeUnknownException failure =
                    Faults.fails(ChutesOutcomeUnknownException.class, clients, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.FIRST_BYTE);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure).hasMessageContaining("PT0.15S");
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
            Faults.assertClosed(server);
        }
    }

    private ChutesOutcomeUnknownException failsOnce(RawServer server, VideoRequest request) {
        ChutesClient client = clients.client(server.url(), Faults::withRetries);
        ChutesOutcomeUnknownException failure =
                Faults.fails(ChutesOutcomeUnknownException.class, clients, client, request);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.phase()).isIn(CallPhase.SEND, CallPhase.FIRST_BYTE);
        assertThat(server.requests()).hasSize(1);
        assertThat(server.connections()).hasSize(1);
        return failure;
    }

    private static void answerOnceAndClose(RawConnection connection) throws IOException {
        answerOnce(connection);
        connection.finish();
        connection.awaitClientClose();
    }

    private static void answerOnce(RawConnection connection) throws IOException {
        connection.readRequest();
        connection.write(Heads.video(VIDEO.length)).write(VIDEO);
    }

    private static void answerOnceAndLinger(RawConnection connection) throws IOException {
        answerOnce(connection);
        connection.readRequest();
        throw new SocketException("what comes on a closed connection is lost");
    }

    private static void block(CountDownLatch blocked, CountDownLatch release) {
        blocked.countDown();
        try {
            release.await(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
