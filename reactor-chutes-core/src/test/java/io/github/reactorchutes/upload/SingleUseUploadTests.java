package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Images that can only be read once, over real connections. */
@Tag("watched")
class SingleUseUploadTests {

    private static final RetryFilter EAGER = RetryFilter.of(5, Duration.ofMillis(1), Duration.ofMillis(2));

    private final Pictures pictures = new Pictures();

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @AfterEach
    void holdsNoBuffer() {
        Await.untilAsserted(() -> assertThat(pictures.alive()).isZero());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 50_000, 3_000_000})
    void arriveWhole(int size) throws Exception {
        byte[] image = Pictures.png(size);
        try (ChutesEmulator emulator = emulator()) {
            ChutesClient client = fixture.client(emulator.baseUrl());
            for (VideoRequest request : List.of(
                    imageToVideo(Image.once(pictures.stream(image, new Random(size), 9000), size)),
                    imageToVideo(Image.buffer(pictures.buffer(image))),
                    fast(Image.once(pictures.stream(image, 1 + size / 3), size)),
                    fast(Image.buffer(pictures.buffer(image))))) {
                assertThat(Calls.video(client, request)).isNotEmpty();
            }

            assertThat(emulator.requests()).hasSize(4).allSatisfy(request -> assertWhole(request, image));
        }
    }

    private static void assertWhole(RecordedRequest request, byte[] image) {
        assertThat(request.image())
                .hasValueSatisfying(received -> assertThat(received.sha256()).isEqualTo(sha256(image)));
        assertThat(request.header("Content-Length")).hasValue(String.valueOf(request.bodyLength()));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1, 70_000})
    void failTheCallAndCloseTheConnectionIfTheyAreMoreOrLessThanAnnounced(int more) throws Exception {
        int size = 300_000;
        byte[] image = Pictures.png(size + more);
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url(), builder -> builder.filter(EAGER));

            ChutesNotSentException failure = Calls.failure(
                    ChutesNotSentException.class, client, imageToVideo(Image.once(pictures.stream(image, 5000), size)));

            assertThat(failure).hasCauseInstanceOf(IOException.class).hasMessageContaining("the image");
            assertThat(failure.phase()).isEqualTo(CallPhase.SEND);
            Await.untilAsserted(() -> assertThat(server.connections()).hasSize(1));
            assertThat(server.connections()).allMatch(RawConnection::isClosedByClient);
        }
    }

    /** Such a request is never complete, so no generation starts or is billed. */
    @ParameterizedTest
    @ValueSource(ints = {40, 4_096, 300_000})
    void failTheCallAndCloseTheConnectionIfTheyAreNotAnImage(int size) throws Exception {
        byte[] pdf = Arrays.copyOf("%PDF-1.7 and more".getBytes(StandardCharsets.US_ASCII), size);
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url(), builder -> builder.filter(EAGER));

            InvalidVideoRequestException failure = Calls.failure(
                    InvalidVideoRequestException.class,
                    client,
                    imageToVideo(Image.once(pictures.stream(pdf, 5000), size)));

            assertThat(failure).hasMessageStartingWith("image_b64 must be").hasMessageContaining("is a PDF");
            assertThat(failure.field()).isEqualTo("image_b64");
            assertThat(failure).hasNoSuppressedExceptions();
            Await.untilAsserted(
                    () -> assertThat(server.connections()).singleElement().matches(RawConnection::isClosedByClient));
        }
    }

    /** The server reads one KiB more each time; the source never signals its end. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leaveNothingWhateverTheServerHasTaken(boolean streamed) throws Exception {
        byte[] image = Pictures.png(150_000);
        AtomicInteger kibibytes = new AtomicInteger();
        Semaphore taken = new Semaphore(0);
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.readBody(kibibytes.get() * 1024);
            taken.release();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url());
            while (kibibytes.getAndIncrement() < 190) {
                AtomicBoolean cancelled = new AtomicBoolean();
                Image once = streamed
                        ? Image.once(unended(image).doOnCancel(() -> cancelled.set(true)), image.length)
                        : Image.buffer(pictures.buffer(image));
                Disposable call = client.exchange(imageToVideo(once)).subscribe();
                assertThat(taken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                call.dispose();
                Await.untilAsserted(() -> {
                    assertThat(pictures.alive()).isZero();
                    assertThat(cancelled.get()).isEqualTo(streamed);
                });
            }
        }
    }

    @Test
    void areCancelledWhenTheServerHangsUpWhileTheirSourceIsSilent() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.readBody(100_000);
            connection.reset();
        })) {
            byte[] image = Pictures.png(200_000);
            Image once = Image.once(unended(image).doOnCancel(() -> cancelled.set(true)), image.length + 1);

            Calls.failure(ChutesNotSentException.class, fixture.client(server.url()), imageToVideo(once));
            Await.untilAsserted(() -> assertThat(cancelled).isTrue());
        }
    }

    @Test
    void areReleasedWhenTheirCallIsNeverSent() throws Exception {
        AtomicInteger subscribed = new AtomicInteger();
        try (ChutesEmulator emulator = emulator()) {
            IllegalStateException refusal = new IllegalStateException("not today");
            ChutesClient refusing =
                    fixture.client(emulator.baseUrl(), builder -> builder.filter((call, next) -> Mono.error(refusal)));
            ChutesClient small = fixture.client(emulator.baseUrl(), builder -> builder.maxRequestBytes(100));
            ChutesClient tokenless = fixture.client(
                    emulator.baseUrl(), builder -> builder.tokenProvider(() -> Mono.error(new IOException("none"))));

            for (ChutesClient client : List.of(refusing, small, tokenless)) {
                Flux<DataBuffer> stream =
                        pictures.stream(Pictures.png(9000), 700).doOnSubscribe(s -> subscribed.incrementAndGet());
                Calls.failure(RuntimeException.class, client, imageToVideo(Image.buffer(buffer())));
                Calls.failure(RuntimeException.class, client, imageToVideo(Image.once(stream, 9000)));
                assertThat(pictures.alive()).isZero();
            }
            assertThat(subscribed).hasValue(0);
            assertThat(emulator.requests()).isEmpty();
        }
    }

    @Test
    void areReleasedWhenAFilterThrows() {
        try (ChutesClient client = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .filter((call, next) -> {
                    throw new IllegalStateException("broken");
                })
                .build()) {
            Calls.failure(IllegalStateException.class, client, imageToVideo(Image.buffer(buffer())));
            assertThat(pictures.alive()).isZero();
        }
    }

    @Test
    void areReleasedWhenTheirCallIsCancelledBeforeItIsSent() throws Exception {
        try (ChutesEmulator emulator = emulator()) {
            ChutesClient waiting =
                    fixture.client(emulator.baseUrl(), builder -> builder.filter((call, next) -> Mono.never()));

            Disposable call =
                    waiting.exchange(imageToVideo(Image.buffer(buffer()))).subscribe();
            assertThat(pictures.alive()).isPositive();
            call.dispose();
            assertThat(pictures.alive()).isZero();
        }
    }

    @Test
    void failASecondCallByName() throws Exception {
        try (ChutesEmulator emulator = emulator()) {
            ChutesClient client = fixture.client(emulator.baseUrl());
            VideoRequest request = imageToVideo(Image.buffer(buffer()));
            Calls.video(client, request);

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, request);

            assertThat(failure)
                    .hasCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the image can only be read once and was already used")
                    .hasMessageContaining("Image.once or Image.buffer");
            assertThat(failure.isRetryable()).isFalse();
            assertThat(emulator.requests()).hasSize(1);
        }
    }

    @Test
    void areNotSentAgain() throws Exception {
        for (UnaryOperator<Image> kind : List.<UnaryOperator<Image>>of(image -> image, Image::withoutCheck)) {
            try (ChutesEmulator emulator = emulator()) {
                emulator.enqueue(Reply.coldStart());
                ChutesClient client = fixture.client(emulator.baseUrl(), builder -> builder.filter(EAGER));
                Image image = kind.apply(Image.once(pictures.stream(Pictures.png(9000), 700), 9000));

                ChutesResponseException failure =
                        Calls.failure(ChutesResponseException.class, client, imageToVideo(image));

                assertThat(failure.status()).isEqualTo(503);
                assertThat(failure.getSuppressed()).isEmpty();
                assertThat(emulator.requests()).hasSize(1);
            }
        }
    }

    /** Another call occupies the only connection until the fourth attempt. */
    @Test
    void areSentByALaterAttemptIfNoneBeforeWasSent() throws Exception {
        byte[] image = Pictures.png(200_000);
        AtomicInteger subscribed = new AtomicInteger();
        try (ChutesEmulator emulator = emulator()) {
            emulator.enqueue(Reply.silent());
            Disposable[] other = new Disposable[1];
            ChutesClient client = fixture.client(
                    emulator.baseUrl(),
                    builder -> builder.maxConnections(1)
                            .acquireTimeout(Duration.ofMillis(20))
                            .filter(EAGER)
                            .filter((call, next) -> Mono.defer(() -> {
                                if (call.attempt() == 4) {
                                    other[0].dispose();
                                }
                                return next.exchange(call);
                            })));
            other[0] = client.exchange(fast(Image.bytes(Pictures.png(100)))).subscribe();
            emulator.takeRequest(Duration.ofSeconds(10));
            Flux<DataBuffer> stream = pictures.stream(image, 5000).doOnSubscribe(s -> subscribed.incrementAndGet());

            VideoResponse response = Calls.head(client.exchange(imageToVideo(Image.once(stream, image.length))));

            assertThat(response.attempt()).isGreaterThanOrEqualTo(4);
            response.release();
            assertThat(subscribed).hasValue(1);
            assertThat(emulator.requests()).hasSize(2);
            assertWhole(emulator.requests().get(1), image);
        }
    }

    private DataBuffer buffer() {
        return pictures.buffer(Pictures.png(9000));
    }

    private Flux<DataBuffer> unended(byte[] image) {
        return pictures.stream(image, 3001).concatWith(Flux.never());
    }

    private static ChutesEmulator emulator() {
        return ChutesEmulator.builder().smallVideos(true).start();
    }

    private static VideoRequest imageToVideo(Image image) {
        return ImageToVideoRequest.builder("a fox", image).build();
    }

    private static VideoRequest fast(Image image) {
        return FastImageToVideoRequest.builder("a fox", image).build();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
