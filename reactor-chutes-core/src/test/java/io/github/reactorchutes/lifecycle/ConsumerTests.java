package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

@Tag("watched")
class ConsumerTests {

    private static final byte[] VIDEO = Videos.ofSize(1_000_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void closesTheConnectionWhenOnlyThreeBuffersAreTaken(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            List<Integer> sizes = Waiting.valueOf(client.exchange(request)
                    .flatMapMany(VideoResponse::body)
                    .take(3)
                    .map(Bodies::drop)
                    .collectList());

            assertThat(sizes).hasSize(3);
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
            assertThat(fixture.ends().get(0).bytesReceived())
                    .isEqualTo(sizes.stream().mapToLong(Integer::longValue).sum());
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void closesTheConnectionWhenCancelledFromAnotherThread(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Reader reader = Reader.idle();
            Waiting.valueOf(client.exchange(request)).body().subscribe(reader);
            reader.awaitSubscribed().request(2);
            Await.untilAsserted(() -> assertThat(reader.buffers()).isEqualTo(2));

            reader.cancel();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertThat(reader.awaitEnd()).isEqualTo(SignalType.CANCEL);
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void closesTheConnectionWhenCancelledBeforeTheFirstByteOfTheBody() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(new byte[0]))) {
            ChutesClient client = fixture.client(server.url());
            Reader reader = Reader.unbounded();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed().cancel();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
            assertThat(fixture.ends().get(0).bytesReceived()).isZero();
        }
    }

    @Test
    void endsOnceWhenCancelledAtTheVeryLastBuffer() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            AtomicLong left = new AtomicLong(VIDEO.length);

            client.textToVideo(Requests.text())
                    .flatMapMany(body -> body)
                    .map(Bodies::drop)
                    .takeUntil(size -> left.addAndGet(-size) == 0)
                    .blockLast(Bodies.LIMIT);

            assertThat(left).hasValue(0);
            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(1));
            assertThat(fixture.ends().get(0).outcome()).isIn(CallOutcome.COMPLETED, CallOutcome.CANCELLED);
            assertThat(fixture.ends().get(0).bytesReceived()).isEqualTo(VIDEO.length);
        }
    }

    @Test
    void waitsForAReaderThatPausesLongerThanTheIdleTimeout() throws IOException {
        byte[] video = Videos.ofSize(40_000);
        try (RawServer server = RawServer.start(Scripts.chunked(video))) {
            ChutesClient client =
                    fixture.client(server.url(), settings -> settings.idleTimeout(Duration.ofMillis(300)));
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed();

            for (int i = 1; i <= 3; i++) {
                int expected = i;
                assertThat(Mono.delay(Duration.ofMillis(700)).block(Bodies.LIMIT))
                        .isZero();
                reader.request(1);
                Await.untilAsserted(() -> assertThat(reader.buffers()).isEqualTo(expected));
            }
            reader.request(Long.MAX_VALUE);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(reader.bytes()).isEqualTo(video.length);
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    /** Looks at the live bytes and at what the server could write, with no demand and with very little. */
    @Test
    void boundsTheMemoryOfAStreamWhoseReaderIsSlow() throws IOException {
        byte[] video = Videos.ofSize(24_000_000);
        try (RawServer server = RawServer.start(Scripts.chunked(video))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings -> settings.httpClient(http -> http.option(ChannelOption.SO_RCVBUF, 65_536)));
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed();

            for (int i = 0; i < 100; i++) {
                assertBounded(server, reader);
                assertThat(Mono.delay(Duration.ofMillis(10)).block(Bodies.LIMIT))
                        .isZero();
            }
            for (int i = 0; i < 200; i++) {
                int before = reader.buffers();
                reader.request(1);
                Await.untilAsserted(() -> assertThat(reader.buffers()).isEqualTo(before + 1));
                assertBounded(server, reader);
            }
            reader.request(Long.MAX_VALUE);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            assertThat(reader.bytes()).isEqualTo(video.length);
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    /** Reader by reader, while bytes wait in the socket: only what was asked for is taken out of it. */
    @Test
    void holdsNothingForAReaderThatPauses() throws IOException {
        try (RawServer server = RawServer.start(Scripts.endless(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed();

            for (int i = 0; i < 20; i++) {
                int before = reader.buffers();
                reader.request(1);
                Await.untilAsserted(() -> assertThat(reader.buffers()).isEqualTo(before + 1));
                assertThat(Mono.delay(Duration.ofMillis(20)).block(Bodies.LIMIT))
                        .isZero();
                assertThat(fixture.liveBytes()).isLessThan(100_000);
            }
            reader.cancel();

            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    /** A head may be kept for a while before its body is taken. */
    @Test
    void holdsOneReadForAHeadThatIsKept() throws IOException {
        try (RawServer server = RawServer.start(Scripts.endless(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            VideoResponse response = Waiting.valueOf(client.exchange(Requests.text()));

            for (int i = 0; i < 20; i++) {
                assertThat(Mono.delay(Duration.ofMillis(20)).block(Bodies.LIMIT))
                        .isZero();
                assertThat(fixture.liveBytes()).isLessThan(100_000);
            }
            response.release();

            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    /** It may pause after any buffer, but while it has not, its reads are those of a reader that never pauses. */
    @Test
    void readsLargePiecesForAReaderThatKeepsUp() throws IOException {
        assertThat(largestPiece(new PieceReader(1, true))).isGreaterThan(64 * 1024);
    }

    @Test
    void readsSmallPiecesForAReaderThatAsksLater() throws IOException {
        assertThat(largestPiece(new PieceReader(1, false))).isBetween(1, 32 * 1024);
    }

    /** It may hold all pieces that it requested. */
    @Test
    void readsBoundedPiecesForAReaderThatAsksForSeveral() throws IOException {
        assertThat(largestPiece(new PieceReader(2, true))).isBetween(1, 64 * 1024);
    }

    /** All that the socket can hold is there before the first request, so that each read can be full. */
    private int largestPiece(PieceReader reader) throws IOException {
        byte[] video = Videos.ofSize(8_000_000);
        try (RawServer server = RawServer.start(Scripts.sized(video))) {
            Waiting.valueOf(fixture.client(server.url()).textToVideo(Requests.text()))
                    .subscribe(reader);
            Await.untilAsserted(
                    () -> assertThat(server.connections().get(0).bytesWritten()).isGreaterThan(500_000));
            reader.awaitSubscribed().requestMore();

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_COMPLETE);
            return reader.largest();
        }
    }

    private void assertBounded(RawServer server, Reader reader) {
        assertThat(fixture.liveBytes()).isLessThan(1_000_000);
        assertThat(server.connections().get(0).bytesWritten() - reader.bytes()).isLessThan(12_000_000);
    }

    @Test
    void failsAReaderThatStopsAskingForTooLong() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client =
                    fixture.client(server.url(), settings -> settings.consumerIdleTimeout(Duration.ofMillis(200)));
            Reader reader = Reader.idle();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(reader.error())
                    .isInstanceOfSatisfying(
                            ChutesBodyException.class,
                            failure -> assertThat(failure.reason()).isEqualTo(Reason.CONSUMER_IDLE));
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    /** The consumer's time-out is shorter than the server's, and begins to run while the server's is running. */
    @Test
    void failsAReaderThatStopsAskingInTheMiddle() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(
                    server.url(),
                    settings ->
                            settings.idleTimeout(Duration.ofSeconds(3)).consumerIdleTimeout(Duration.ofMillis(200)));
            Reader reader = Reader.idle();
            long started = System.nanoTime();
            Waiting.valueOf(client.textToVideo(Requests.text())).subscribe(reader);
            reader.awaitSubscribed().request(2);

            assertThat(reader.awaitEnd()).isEqualTo(SignalType.ON_ERROR);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
            assertThat(reader.error()).hasMessageContaining("requested nothing");
            assertOneEnd(CallOutcome.FAILED);
        }
    }

    @Test
    void passesOnWhatAConsumersMappingThrows() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            AtomicInteger buffers = new AtomicInteger();

            assertThatThrownBy(() -> client.textToVideo(Requests.text())
                            .flatMapMany(body -> body)
                            .map(buffer -> failAtThird(Bodies.drop(buffer), buffers))
                            .blockLast(Bodies.LIMIT))
                    .isInstanceOf(ArithmeticException.class);

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    private static int failAtThird(int size, AtomicInteger buffers) {
        if (buffers.incrementAndGet() == 3) {
            throw new ArithmeticException("three is too many");
        }
        return size;
    }

    @Test
    void leavesNothingWhenCancelledBehindPublishOn() throws IOException {
        // publishOn's own way to say that its worker was disposed of by the cancel
        fixture.expectDropped(RejectedExecutionException.class::isInstance);
        int calls = 300;
        try (RawServer server = RawServer.start(Scripts.chunked(Videos.ofSize(200_000)))) {
            ChutesClient client = fixture.client(server.url());

            Flux.range(0, calls)
                    .flatMap(i -> cancelledBehindPublishOn(client, i), 16)
                    .blockLast(Bodies.LIMIT);

            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(calls));
        }
    }

    private static Mono<Void> cancelledBehindPublishOn(ChutesClient client, int i) {
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        AtomicInteger buffers = new AtomicInteger();
        Disposable subscription = client.textToVideo(Requests.text())
                .flatMapMany(body -> body)
                .map(VideoBytes::take)
                .publishOn(Schedulers.parallel(), 4)
                .doFinally(signal -> cancelled.complete(null))
                .subscribe(bytes -> buffers.incrementAndGet());
        Mono.delay(Duration.ofNanos(i * 100_000L)).subscribe(tick -> subscription.dispose());
        return Mono.fromFuture(cancelled);
    }

    @Test
    void closesTheConnectionWhenJoiningExceedsItsLimit() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            assertThatThrownBy(() -> client.textToVideo(Requests.text())
                            .flatMap(body -> DataBufferUtils.join(body, 100_000))
                            .block(Bodies.LIMIT))
                    .isInstanceOf(DataBufferLimitException.class);

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void writesAWholeFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("whole.mp4");
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());

            client.textToVideo(Requests.text())
                    .flatMap(body -> DataBufferUtils.write(body, file))
                    .block(Bodies.LIMIT);

            assertThat(file).hasBinaryContent(VIDEO);
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().idle()).isEqualTo(1));
            assertOneEnd(CallOutcome.COMPLETED);
        }
    }

    /** Spring closes the file and notices at its next write, so the server goes on sending. */
    @Test
    void leavesNothingWhenTheWritingOfAFileIsCancelled(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("part.mp4");
        try (RawServer server = RawServer.start(Scripts.endless(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Disposable subscription = client.textToVideo(Requests.text())
                    .flatMap(body -> DataBufferUtils.write(body, file))
                    .subscribe();
            Await.untilAsserted(() -> assertThat(file).exists());

            subscription.dispose();

            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    @Test
    void ignoresWhatAReaderDoesAfterItsCancel() throws IOException {
        try (RawServer server = RawServer.start(Scripts.chunked(VIDEO))) {
            ChutesClient client = fixture.client(server.url());
            Flux<DataBuffer> body = Waiting.valueOf(client.textToVideo(Requests.text()));
            Reader reader = Reader.idle();
            body.subscribe(reader);

            reader.awaitSubscribed().cancel();
            reader.cancel();
            reader.request(5);

            assertThat(reader.buffers()).isZero();
            assertOneEnd(CallOutcome.CANCELLED);
        }
    }

    private void assertOneEnd(CallOutcome outcome) {
        Await.untilAsserted(
                () -> assertThat(fixture.ends()).extracting(CallEnd::outcome).containsExactly(outcome));
    }
}
