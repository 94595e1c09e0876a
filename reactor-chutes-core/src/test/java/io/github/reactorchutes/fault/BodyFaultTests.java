package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.PrematureCloseException;
import reactor.test.StepVerifier;

@Tag("watched")
class BodyFaultTests {

    private static final String VIDEO_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nX-Chutes-InvocationID: " + Faults.INVOCATION + "\r\n";

    private static final byte[] VIDEO = Videos.ofSize(100_000);

    private static final byte[] HALF = Arrays.copyOf(VIDEO, 50_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** Row 58. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void failsWhenFewerBytesComeThanWereAnnounced(VideoRequest request) throws IOException {
        try (RawServer server = serving("Content-Length: 100000", connection -> {
            connection.write(HALF).finish();
            connection.awaitClientClose();
        })) {
            ChutesBodyException failure = fails(server, request);

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(50_000);
            assertThat(failure).hasCauseInstanceOf(PrematureCloseException.class);
        }
    }

    /** Row 59. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void failsWhenTheLastChunkIsMissing(VideoRequest request) throws IOException {
        try (RawServer server = serving("Transfer-Encoding: chunked", connection -> {
            connection.writeChunk(VIDEO).finish();
            connection.awaitClientClose();
        })) {
            ChutesBodyException failure = fails(server, request);

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(VIDEO.length);
        }
    }

    /** Row 59, in the middle of a chunk. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void failsWhenAChunkIsCutOff(VideoRequest request) throws IOException {
        try (RawServer server = serving("Transfer-Encoding: chunked", connection -> {
            connection
                    .write(Integer.toHexString(VIDEO.length) + "\r\n")
                    .write(HALF)
                    .finish();
            connection.awaitClientClose();
        })) {
            ChutesBodyException failure = fails(server, request);

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(50_000);
        }
    }

    /** Row 60. */
    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("framings")
    void failsWhenTheConnectionIsReset(VideoRequest request, String framing, String chunkHead) throws IOException {
        AtomicInteger consumed = new AtomicInteger();
        CountDownLatch begun = new CountDownLatch(1);
        try (RawServer server = serving(framing, connection -> {
            connection.write(chunkHead).write(HALF);
            await(begun);
            connection.reset();
        })) {
            ChutesClient client = clients.client(server.url(), Faults::withRetries);

            ChutesBodyException failure = Calls.failure(
                    ChutesBodyException.class,
                    client.exchange(request)
                            .map(response -> response.mapBody(body -> body.doOnNext(buffer -> {
                                consumed.addAndGet(buffer.readableByteCount());
                                begun.countDown();
                            }))));

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(consumed.get()).isBetween(1L, 50_000L);
            assertThat(failure).hasCauseInstanceOf(IOException.class);
            assertThat(server.requests()).hasSize(1);
            assertEnd(failure);
        }
    }

    static Stream<Arguments> framings() {
        return Requests.all()
                .flatMap(request -> Stream.of(
                        Arguments.of(request, "Content-Length: 100000", ""),
                        Arguments.of(request, "Transfer-Encoding: chunked", "186a0\r\n"),
                        Arguments.of(request, "Connection: close", "")));
    }

    /** Row 61: HTTP cannot notice this; the boxes of the MP4 can. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void noticesByItsBoxesThatAVideoWithoutALengthIsCutOff(VideoRequest request) throws IOException {
        try (RawServer server = serving("Connection: close", connection -> connection.write(HALF))) {
            ChutesBodyException failure = fails(server, request);

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(50_000);
            assertThat(failure).hasMessageContaining("within a box").hasNoCause();
        }
    }

    /** Row 61, the check being switched off. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void passesACutOffVideoWhenItIsNotToBeVerified(VideoRequest request) throws IOException {
        try (RawServer server = serving("Connection: close", connection -> connection.write(HALF))) {
            ChutesClient client = clients.client(server.url(), builder -> builder.verifyVideo(false));

            assertThat(Calls.video(client, request)).isEqualTo(HALF);
        }
    }

    /** The boxes are those of an MP4: another kind of video is not looked into. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void looksIntoNothingButMp4(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/webm\r\nContent-Length: 4\r\n\r\nwebm");
            connection.awaitClientClose();
        })) {
            assertThat(Calls.video(clients.client(server.url()), request))
                    .asString()
                    .isEqualTo("webm");
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void failsAtOnceWhenTheBodyIsNoMp4(VideoRequest request) throws IOException {
        try (RawServer server = serving("Transfer-Encoding: chunked", connection -> {
            connection.writeChunk("<html>This is a page, not a video.</html>".getBytes(StandardCharsets.US_ASCII));
            connection.awaitClientClose();
        })) {
            ChutesBodyException failure = fails(server, request);

            assertThat(failure.reason()).isEqualTo(Reason.NOT_A_VIDEO);
            assertThat(failure.bytesReceived()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void takesAnEmptyBodyForATruncatedOne(VideoRequest request) throws IOException {
        for (boolean verified : new boolean[] {true, false}) {
            try (RawServer server = serving("Content-Length: 0", connection -> connection.awaitClientClose())) {
                ChutesClient client = clients.client(server.url(), builder -> builder.verifyVideo(verified));

                ChutesBodyException failure = Faults.fails(ChutesBodyException.class, clients, client, request);

                assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            }
        }
    }

    /** Row 62. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("badChunks")
    void failsWhenAChunkIsBroken(VideoRequest request, String bad) throws IOException {
        try (RawServer server = serving("Transfer-Encoding: chunked", connection -> {
            connection.writeChunk(HALF).write(bad);
            connection.awaitClientClose();
        })) {
            ChutesBodyException failure = fails(server, request);

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure.bytesReceived()).isEqualTo(50_000);
            assertThat(failure.getCause()).isNotNull();
        }
    }

    static Stream<Arguments> badChunks() {
        return Requests.all()
                .flatMap(request -> Stream.of(
                                "zz\r\n", "-5\r\n", "80000000\r\n", "FFFFFFFFFFFFFFFFF\r\n", "\u0085\r\n", "\r\n")
                        .map(bad -> Arguments.of(request, bad)));
    }

    /** Row 63. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void failsWhenTheServerStallsUnderDemand(VideoRequest request) throws IOException {
        try (RawServer server = serving("Transfer-Encoding: chunked", connection -> {
            connection.writeChunk(HALF);
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(
                    server.url(), builder -> Faults.withRetries(builder).idleTimeout(Duration.ofMillis(150)));

            ChutesBodyException failure = fails(server, client, request);

            assertThat(failure.reason()).isEqualTo(Reason.STALLED);
            assertThat(failure.bytesReceived()).isEqualTo(50_000);
            assertThat(failure).hasMessageContaining("PT0.15S");
        }
    }

    /** Row 64: slow is not stalled. The whole takes several idle time-outs. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void isPatientWithATrickle(VideoRequest request) throws IOException {
        byte[] small = Videos.ofSize(60);
        try (RawServer server = serving("Content-Length: 60", connection -> {
            connection.drip(small, Duration.ofMillis(20));
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.idleTimeout(Duration.ofMillis(600)));

            assertThat(Calls.video(client, request)).isEqualTo(small);
            assertThat(clients.ends())
                    .singleElement()
                    .extracting(CallEnd::outcome)
                    .isEqualTo(CallOutcome.COMPLETED);
        }
    }

    /** Row 65. */
    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void deliversWhatCameBeforeTheErrorThatFollowedIt(VideoRequest request) throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        try (RawServer server = serving("Transfer-Encoding: chunked", connection -> {
            for (int from = 0; from < 5_000; from += 1_000) {
                connection.writeChunk(Arrays.copyOfRange(VIDEO, from, from + 1_000));
            }
            connection.finish();
            closed.countDown();
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url());
            Flux<DataBuffer> body = client.exchange(request).flatMapMany(VideoResponse::body);
            AtomicInteger received = new AtomicInteger();

            StepVerifier.create(body.doOnNext(buffer -> received.addAndGet(VideoBytes.take(buffer).length)), 0)
                    .expectSubscription()
                    .thenRequest(1)
                    .expectNextCount(1)
                    .then(() -> await(closed))
                    .expectNoEvent(Duration.ofMillis(100))
                    .then(() -> assertThat(received).hasValueLessThan(5_000))
                    .thenRequest(1000)
                    .thenConsumeWhile(buffer -> true)
                    .expectErrorSatisfies(error -> {
                        assertThat(received).hasValue(5_000);
                        assertThat(error).isInstanceOfSatisfying(ChutesBodyException.class, failure -> {
                            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
                            assertThat(failure.bytesReceived()).isEqualTo(5_000);
                        });
                    })
                    .verify(Calls.SOON);
            Faults.assertClosed(server);
        }
    }

    /** Row 66: what follows the announced length is no answer to anything. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("surplus")
    void neverTakesSurplusBytesForTheNextVideo(VideoRequest request, String surplus) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        byte[] other = Videos.ofSize(200);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            if (connections.getAndIncrement() == 0) {
                connection.write(concat(Heads.video(VIDEO.length), VIDEO, surplus));
                connection.readRequest();
            }
            connection.write(Heads.video(other.length)).write(other);
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url());
            assertThat(Calls.video(client, request)).isEqualTo(VIDEO);

            byte[] second = client.exchange(request)
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .reduce(BodyFaultTests::concat)
                    .onErrorReturn(new byte[0])
                    .block(Calls.SOON);

            assertThat(second).isIn(other, new byte[0]);
            assertThat(server.requests()).hasSizeLessThanOrEqualTo(2);
        }
    }

    /** Row 66, with a call that waits for the very connection. */
    @ParameterizedTest(name = "{1}")
    @MethodSource("surplus")
    void neverGivesSurplusBytesToTheCallThatWaits(VideoRequest request, String surplus) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        byte[] other = Videos.ofSize(200);
        CountDownLatch bothBegun = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            if (connections.getAndIncrement() == 0) {
                await(bothBegun);
                connection.write(concat(Heads.video(VIDEO.length), VIDEO, surplus));
                connection.readRequest();
            }
            connection.write(Heads.video(other.length)).write(other);
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxConnections(1));
            var first = client.exchange(request)
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .reduce(BodyFaultTests::concat)
                    .cache();
            first.subscribe(video -> {}, error -> {});
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));
            var second = client.exchange(request)
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .reduce(BodyFaultTests::concat)
                    .onErrorReturn(new byte[0])
                    .cache();
            second.subscribe();
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().pending()).isEqualTo(1));
            bothBegun.countDown();

            assertThat(first.block(Calls.SOON)).isEqualTo(VIDEO);
            assertThat(second.block(Calls.SOON)).isIn(other, new byte[0]);
        }
    }

    /** Row 66, with what is no message yet, and comes later: it would become the beginning of the next answer. */
    @ParameterizedTest
    @ValueSource(strings = {"EXTRA", "HTTP/1.1 200 OK\r\nX-Open: "})
    void closesAnIdleConnectionOnWhichTheBeginningOfSomethingComes(String surplus) throws IOException {
        AtomicInteger connections = new AtomicInteger();
        CountDownLatch idle = new CountDownLatch(1);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            if (connections.getAndIncrement() == 0) {
                await(idle);
                connection.write(surplus);
            }
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.maxConnections(1));
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));

            idle.countDown();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
            assertThat(server.connections()).hasSize(2);
        }
    }

    static Stream<Arguments> surplus() {
        String wholeAnswer = Heads.video(VIDEO.length) + new String(VIDEO, StandardCharsets.ISO_8859_1);
        return Requests.all()
                .flatMap(request -> Stream.of(
                                "EXTRA", "\r\n", wholeAnswer, Heads.video(200), "HTTP/1.1 200 OK\r\nX-Open: ")
                        .map(extra -> Arguments.of(request, extra)));
    }

    private RawServer serving(String framing, RawServer.Script body) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.write(VIDEO_HEAD + framing + "\r\n\r\n");
            body.play(connection);
        });
    }

    private ChutesBodyException fails(RawServer server, VideoRequest request) {
        return fails(server, clients.client(server.url(), Faults::withRetries), request);
    }

    private ChutesBodyException fails(RawServer server, ChutesClient client, VideoRequest request) {
        ChutesBodyException failure = Faults.fails(ChutesBodyException.class, clients, client, request);
        assertEnd(failure);
        assertThat(server.requests()).hasSize(1);
        return failure;
    }

    private void assertEnd(ChutesBodyException failure) {
        assertThat(failure.phase()).isEqualTo(CallPhase.BODY);
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.invocationId()).isEqualTo(Faults.INVOCATION);
        assertThat(failure).hasMessageEndingWith("after " + failure.bytesReceived() + " bytes");
        assertThat(clients.ends()).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(CallOutcome.FAILED);
            assertThat(end.error()).isSameAs(failure);
            assertThat(end.bytesReceived()).isEqualTo(failure.bytesReceived());
            assertThat(end.timeToFirstByte()).isPositive();
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(5, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] concat(String head, byte[] body, String surplus) {
        return concat(
                concat(head.getBytes(StandardCharsets.US_ASCII), body), surplus.getBytes(StandardCharsets.ISO_8859_1));
    }
}
