package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.RawServer.Script;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.fixture.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.SignalType;

/** What a server does to a body while its consumer asks for nothing, so that nobody reads the socket. */
@Tag("watched")
class PausedBodyTests {

    private static final byte[] VIDEO = Videos.ofSize(60_000);

    private static final byte[] FIRST = Arrays.copyOf(VIDEO, 1_000);

    private static final byte[] REST = Arrays.copyOfRange(VIDEO, 1_000, VIDEO.length);

    private static final byte[] TINY = Videos.ofSize(1_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    /** Opened when the reader has the first buffer and asks for no more. */
    private final CountDownLatch paused = new CountDownLatch(1);

    /** Opened when the server has done what it does. */
    private final CountDownLatch done = new CountDownLatch(1);

    @Test
    void deliversWhatCameBeforeTheServerClosedAndThenFails() throws IOException {
        try (RawServer server = whilePaused(
                connection -> connection.write("80000\r\n").write(REST).finish())) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.readOneByOne();

            assertTruncated(reader, VIDEO.length);
        }
    }

    @Test
    void failsWhenTheServerClosedBetweenTwoChunks() throws IOException {
        try (RawServer server = whilePaused(RawConnection::finish)) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.request(1);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertTruncated(reader, FIRST.length);
        }
    }

    /** The kernel drops what was not read before the reset. */
    @Test
    void failsWhenTheServerResetTheConnection() throws IOException {
        try (RawServer server =
                whilePaused(connection -> connection.writeChunk(REST).reset())) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.readOneByOne();

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(reader.bytes()).isBetween((long) FIRST.length, (long) VIDEO.length);
            assertTruncated(reader, reader.bytes());
        }
    }

    @Test
    void deliversAllWhenTheServerSentTheRestAndClosed() throws IOException {
        try (RawServer server = whilePaused(
                connection -> connection.writeChunk(REST).writeLastChunk().finish())) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.readOneByOne();

            assertWhole(reader);
        }
    }

    @Test
    void deliversAllOfASizedVideoWhoseServerClosedAtItsEnd() throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(FIRST);
            Waiting.await(paused);
            connection.write(REST).finish();
            done.countDown();
            connection.awaitClientClose();
        })) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.readOneByOne();

            assertWhole(reader);
        }
    }

    /** The last chunk is empty, so it comes when all bytes are there. */
    @Test
    void completesOnTheDemandForWhatWouldFollowTheLastByte() throws IOException {
        try (RawServer server = whilePaused(TINY, RawConnection::writeLastChunk)) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            Reader reader = pausedReader(client);

            reader.request(1);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(reader.buffers()).isEqualTo(1);
            assertOneEnd(CallOutcome.COMPLETED);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
        }
    }

    @Test
    void completesWhenTrailersFollowTheLastByte() throws IOException {
        try (RawServer server =
                whilePaused(TINY, connection -> connection.write("0\r\nX-Seed: 7\r\nX-Other: b\r\n\r\n"))) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.request(1);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    @Test
    void closesTheConnectionWhenCancelledBeforeTheEndWasRead() throws IOException {
        try (RawServer server = whilePaused(TINY, RawConnection::writeLastChunk)) {
            Reader reader = pausedReader(fixture.client(server.url()));

            reader.cancel();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void endsAReaderThatNeverAsksForTheEnd() throws IOException {
        try (RawServer server = whilePaused(TINY, RawConnection::writeLastChunk)) {
            Reader reader = pausedReader(
                    fixture.client(server.url(), settings -> settings.consumerIdleTimeout(Duration.ofMillis(200))));

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(failure(reader).reason()).isEqualTo(Reason.CONSUMER_IDLE);
            assertThat(failure(reader).bytesReceived()).isEqualTo(FIRST.length);
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    /** The connection serves the next call while the first body is unread; neither may steer the other's reads. */
    @Test
    void leavesTheNextCallOnTheConnectionAloneWhileASmallBodyIsReadSlowly() throws IOException {
        AtomicInteger answers = new AtomicInteger();
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            if (answers.getAndIncrement() == 0) {
                Scripts.writeInOneSegment(connection, TINY);
            } else {
                connection.write(Heads.video(VIDEO.length)).write(FIRST);
                Waiting.await(paused);
                connection.write(REST);
            }
        }))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            Reader first = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(first);
            first.awaitSubscribed();
            Reader second = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(second);
            second.awaitSubscribed().request(1);
            Await.untilAsserted(() -> assertThat(second.buffers()).isEqualTo(1));

            first.request(Long.MAX_VALUE);
            paused.countDown();

            assertThat(first.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(first.bytes()).isEqualTo(TINY.length);
            assertThat(second.hasEnded()).isFalse();
            assertThat(fixture.liveBytes()).isLessThan(200_000);
            second.readOneByOne();
            assertThat(second.bytes()).isEqualTo(VIDEO.length);
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void servesTheNextCallsOfTheConnectionAfterEachBodyThatWasReadSlowly() throws IOException {
        try (RawServer server = RawServer.start(Scripts.always(connection -> {
            connection.write(Heads.CHUNKED_VIDEO).writeChunk(TINY);
            connection.pause(Duration.ofMillis(2)).writeLastChunk();
        }))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));

            for (int i = 0; i < 50; i++) {
                Reader reader = Reader.idle();
                Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
                reader.awaitSubscribed().readOneByOne();
                assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            }

            assertThat(server.connections()).hasSize(1);
        }
    }

    /** A close that goes unnoticed would cost the next call its generation. */
    @Test
    void noticesThatAnIdleConnectionWasClosedWhoseLastBodyWasReadSlowly() throws IOException {
        CountDownLatch close = new CountDownLatch(1);
        AtomicInteger answers = new AtomicInteger();
        Script tiny = connection -> Scripts.writeInOneSegment(connection, TINY);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            tiny.play(connection);
            if (answers.getAndIncrement() == 0) {
                Waiting.await(close);
                connection.finish();
            }
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed().request(1);
            Await.untilAsserted(() -> assertThat(reader.bytes()).isEqualTo(TINY.length));
            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);

            close.countDown();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThat(Waiting.valueOf(client.textToVideo(Requests.text()).flatMap(Bodies::bytes)))
                    .isEqualTo(TINY);
            assertThat(server.connections()).hasSize(2);
        }
    }

    @Test
    void failsAtTheClosingOfTheClient() throws IOException {
        try (RawServer server = whilePaused(connection -> connection.writeChunk(REST))) {
            ChutesClient client = fixture.client(server.url());
            Reader reader = pausedReader(client);

            client.close();

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(failure(reader).reason()).isEqualTo(Reason.CLIENT_CLOSED);
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    /** Demand that comes and goes while pieces arrive, from two threads: no piece and no end is missed. */
    @Test
    void missesNothingWhenDemandMeetsTheArrivalOfPieces() throws IOException {
        byte[] video = Videos.ofSize(20_000);
        try (RawServer server =
                RawServer.start(Scripts.always(connection -> Scripts.writeChunkedInPieces(connection, video, 500)))) {
            ChutesClient client = fixture.client(server.url(), settings -> settings.maxConnections(1));

            for (int i = 0; i < 100; i++) {
                Reader reader = Reader.idle();
                Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
                reader.awaitSubscribed();
                while (!reader.hasEnded()) {
                    reader.request(1);
                    Thread.onSpinWait();
                }
                assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
                assertThat(reader.bytes()).isEqualTo(video.length);
            }

            assertThat(server.connections()).hasSize(1);
        }
    }

    /** Begin a video, wait for its reader to pause, and do something. */
    private RawServer whilePaused(Script script) {
        return whilePaused(FIRST, script);
    }

    private RawServer whilePaused(byte[] first, Script script) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO).writeChunk(first);
            Waiting.await(paused);
            script.play(connection);
            done.countDown();
            connection.awaitClientClose();
        });
    }

    /** Return a reader that has got one buffer, and whose server has done what it does since. */
    private Reader pausedReader(ChutesClient client) {
        Reader reader = Reader.idle();
        Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
        reader.awaitSubscribed().request(1);
        Await.untilAsserted(() -> assertThat(reader.buffers()).isEqualTo(1));
        paused.countDown();
        if (!Wire.isSecure()) {
            // over TLS, a server's close waits for the client to read it
            Waiting.await(done);
        }
        return reader;
    }

    private static ChutesBodyException failure(Reader reader) {
        assertThat(reader.error()).isInstanceOf(ChutesBodyException.class);
        return (ChutesBodyException) Objects.requireNonNull(reader.error());
    }

    private void assertTruncated(Reader reader, long bytes) {
        assertThat(failure(reader).reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(failure(reader).bytesReceived()).isEqualTo(bytes);
        assertThat(reader.bytes()).isEqualTo(bytes);
        assertOneEnd(CallOutcome.FAILED);
    }

    private void assertWhole(Reader reader) {
        assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
        assertThat(reader.bytes()).isEqualTo(VIDEO.length);
        assertOneEnd(CallOutcome.COMPLETED);
    }

    private void assertOneEnd(CallOutcome outcome) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcome));
    }
}
