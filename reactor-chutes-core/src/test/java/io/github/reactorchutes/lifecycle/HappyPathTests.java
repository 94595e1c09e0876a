package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

@Tag("watched")
class HappyPathTests {

    private static final byte[] VIDEO = Videos.ofSize(100_000);

    private static final byte[] TINY = Videos.ofSize(60);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void deliversAVideoOfAnnouncedLengthAndKeepsTheConnection(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(Scripts.sized(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            assertThat(fetch(client, request)).isEqualTo(VIDEO);
            assertKept(client, server, VIDEO);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void deliversOneHugeChunkInManyBuffersAndKeepsTheConnection(VideoRequest request) throws IOException {
        byte[] video = Videos.ofSize(3_000_000);
        try (RawServer server = RawServer.start(Scripts.chunked(video))) {
            ChutesClient client = fixture.client(server.url());

            List<byte[]> buffers = Waiting.valueOf(client.exchange(request)
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .collectList());

            assertThat(buffers).hasSizeGreaterThan(10);
            assertThat(join(buffers)).isEqualTo(video);
            assertKept(client, server, video);
        }
    }

    @Test
    void deliversAVideoThatEndsWithItsConnection() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nConnection: close\r\n\r\n");
            connection.write(VIDEO);
        })) {
            ChutesClient client = fixture.client(server.url());

            assertThat(fetch(client, Requests.text())).isEqualTo(VIDEO);
            assertThat(fetch(client, Requests.text())).isEqualTo(VIDEO);

            assertThat(server.connections()).hasSize(2);
            assertThat(fixture.ends())
                    .extracting(CallEnd::outcome)
                    .containsExactly(CallOutcome.COMPLETED, CallOutcome.COMPLETED);
        }
    }

    @Test
    void takesAnEmptyBodyForATruncatedOne() throws IOException {
        try (RawServer server = RawServer.start(Scripts.sized(new byte[0]))) {
            ChutesClient client = fixture.client(server.url());

            assertThatThrownBy(() -> fetch(client, Requests.text()))
                    .isInstanceOfSatisfying(ChutesBodyException.class, failure -> {
                        assertThat(failure.reason()).isEqualTo(ChutesBodyException.Reason.TRUNCATED);
                        assertThat(failure.bytesReceived()).isZero();
                    });
            assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.FAILED);
        }
    }

    @Test
    void takesAnEmptyBodyForATruncatedOneAlsoWhenAskedLate() throws IOException {
        try (RawServer server = RawServer.start(Scripts.sized(new byte[0]))) {
            ChutesClient client = fixture.client(server.url());
            Flux<?> body = Waiting.valueOf(client.textToVideo(Requests.text()));
            awaitIdle(client);

            assertThatThrownBy(() -> body.blockLast(Bodies.LIMIT)).isInstanceOf(ChutesBodyException.class);
            assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.FAILED);
        }
    }

    /** The whole answer is in, and its connection back in the pool, before anybody asks for the body. */
    @Test
    void deliversATinyVideoThatArrivedLongBeforeItsSubscription() throws IOException {
        try (RawServer server = RawServer.start(Scripts.always(connection ->
                connection.write(Heads.video(TINY.length) + new String(TINY, StandardCharsets.ISO_8859_1))))) {
            ChutesClient client = fixture.client(server.url());
            var body = Waiting.valueOf(client.textToVideo(Requests.text()));
            awaitIdle(client);

            assertThat(Bodies.bytes(body).block(Bodies.LIMIT)).isEqualTo(TINY);
            assertKept(client, server, TINY);
        }
    }

    /** The last bytes are in the queue, and the connection is back in the pool, while the consumer still reads. */
    @Test
    void completesForASlowReaderAfterTheConnectionWentBackToThePool() throws IOException {
        byte[] video = Videos.ofSize(1_000);
        try (RawServer server = RawServer.start(Scripts.always(connection -> connection.write(inPieces(video))))) {
            ChutesClient client = fixture.client(server.url());
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed().request(1);
            awaitIdle(client);

            reader.readOneByOne();

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(reader.bytes()).isEqualTo(video.length);
            assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.COMPLETED);
            assertThat(fetch(client, Requests.text())).isEqualTo(video);
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void passesOverOneHundredContinue() throws IOException {
        assertPassesOver("HTTP/1.1 100 Continue\r\n\r\n");
    }

    @Test
    void passesOverInterimResponsesInOneSegment() throws IOException {
        assertPassesOver("HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
    }

    private void assertPassesOver(String interim) throws IOException {
        try (RawServer server = RawServer.start(Scripts.always(connection ->
                connection.write(interim + Heads.video(VIDEO.length)).write(VIDEO)))) {
            ChutesClient client = fixture.client(server.url());

            assertThat(fetch(client, Requests.text())).isEqualTo(VIDEO);
            assertKept(client, server, VIDEO);
        }
    }

    @Test
    void passesOverInterimResponsesThatComeInPieces() throws IOException {
        CyclicBarrier next = new CyclicBarrier(2);
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            connection.write("HTTP/1.1 102 Proc");
            connection.write("essing\r\n");
            connection.write("\r\n");
            Waiting.pass(next);
            connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
            Waiting.pass(next);
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        }))) {
            ChutesClient client = fixture.client(server.url());
            Mono<byte[]> video =
                    client.textToVideo(Requests.text()).flatMap(Bodies::bytes).cache();
            video.subscribe();
            Waiting.pass(next);
            Waiting.pass(next);

            assertThat(video.block(Bodies.LIMIT)).isEqualTo(VIDEO);
            assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(CallOutcome.COMPLETED);
        }
    }

    @Test
    void neverGivesACallTheVideoOfAnotherOneAfterAnInterimResponse() throws IOException {
        CountDownLatch secondIsThrough = new CountDownLatch(1);
        AtomicInteger answers = new AtomicInteger();
        byte[] first = Videos.ofSize(10_000);
        byte[] second = Videos.ofSize(20_000);
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            connection.write("HTTP/1.1 103 Early Hints\r\n\r\n");
            if (answers.getAndIncrement() == 0) {
                Waiting.await(secondIsThrough);
                Scripts.writeChunked(connection, first);
            } else {
                Scripts.writeChunked(connection, second);
            }
        }))) {
            ChutesClient client = fixture.client(server.url());
            Mono<byte[]> slow =
                    client.textToVideo(Requests.text()).flatMap(Bodies::bytes).cache();
            slow.subscribe();
            Await.untilAsserted(() -> assertThat(server.requests()).hasSize(1));

            assertThat(fetch(client, Requests.text())).isEqualTo(second);
            secondIsThrough.countDown();
            assertThat(slow.block(Bodies.LIMIT)).isEqualTo(first);
            assertThat(fetch(client, Requests.text())).isEqualTo(second);
        }
    }

    /** An answer of many chunks, small enough to be read at once. */
    private static byte[] inPieces(byte[] video) {
        StringBuilder answer = new StringBuilder(Heads.CHUNKED_VIDEO);
        for (int i = 0; i < video.length; i += 100) {
            answer.append("64\r\n")
                    .append(new String(video, i, 100, StandardCharsets.ISO_8859_1))
                    .append("\r\n");
        }
        return answer.append("0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] fetch(ChutesClient client, VideoRequest request) {
        return Waiting.valueOf(client.exchange(request).flatMap(response -> Bodies.bytes(response.body())));
    }

    private static void awaitIdle(ChutesClient client) {
        Await.untilAsserted(() -> assertThat(client.connectionStats().idle()).isEqualTo(1));
    }

    private void assertKept(ChutesClient client, RawServer server, byte[] video) {
        awaitIdle(client);
        assertThat(fetch(client, Requests.text())).isEqualTo(video);
        assertThat(server.connections()).hasSize(1);
        assertThat(server.requests()).hasSize(2);
        assertThat(fixture.ends())
                .extracting(CallEnd::outcome)
                .containsExactly(CallOutcome.COMPLETED, CallOutcome.COMPLETED);
        assertThat(fixture.ends()).extracting(CallEnd::bytesReceived).containsOnly((long) video.length);
    }

    private static byte[] join(List<byte[]> pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
