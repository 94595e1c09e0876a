package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Tag("watched")
class UploadTests {

    private static final int IMAGE_BYTES = 10_000_000;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final byte[] IMAGE = randomBytes();

    @TempDir
    static Path directory;

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    static Stream<VideoRequest> largeUploads() throws IOException {
        Path file = Files.write(directory.resolve("image.png"), IMAGE);
        return Stream.of(
                ImageToVideoRequest.builder("a fox", Image.file(file).withoutCheck())
                        .build(),
                ImageToVideoRequest.builder("a fox", Image.bytes(IMAGE).withoutCheck())
                        .build(),
                FastImageToVideoRequest.builder("a fox", Image.file(file).withoutCheck())
                        .build(),
                FastImageToVideoRequest.builder("a fox", Image.base64(base64()).withoutCheck())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("largeUploads")
    void holdsFourBlocksOfALargeImageAndOneEncodedBlockAtMost(VideoRequest request) throws IOException {
        AtomicLong peak = new AtomicLong();
        try (RawServer server = RawServer.start(connection -> {
            Await.untilAsserted(() -> assertThat(peak.accumulateAndGet(fixture.liveBytes(), Math::max))
                    .isPositive());
            connection.readRequest();
            connection.write(Heads.video(36)).write(Videos.ofSize(36));
        })) {
            ChutesClient client = fixture.client(
                    server.url(),
                    builder -> builder.filter((call, next) -> {
                        Disposable sampler = reactor.core.publisher.Flux.interval(Duration.ofMillis(1))
                                .subscribe(tick -> peak.accumulateAndGet(fixture.liveBytes(), Math::max));
                        return next.exchange(call).doFinally(signal -> sampler.dispose());
                    }));

            StepVerifier.create(client.exchange(request)
                            .flatMapMany(VideoResponse::body)
                            .doOnNext(DataBufferUtils::release))
                    .thenConsumeWhile(buffer -> true)
                    .expectComplete()
                    .verify(LIMIT);

            assertThat(server.requests().get(0).text()).endsWith("\":\"" + base64() + "\"}");
            assertThat(peak).hasPositiveValue().hasValueLessThan(272 * 1024);
        }
    }

    @ParameterizedTest
    @MethodSource("largeUploads")
    void leavesNothingWhenCancelledInTheMiddle(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url());

            Disposable call = client.exchange(request).subscribe();
            Await.untilAsserted(
                    () -> assertThat(client.connectionStats().active()).isOne());
            call.dispose();

            Await.untilAsserted(() -> assertThat(fixture.ends()).hasSize(1));
            assertThat(fixture.ends().get(0).outcome()).isEqualTo(CallOutcome.CANCELLED);
            assertThat(server.connections()).allMatch(RawConnection::isClosedByClient);
        }
    }

    @Test
    void failsAsNotSentAndClosesTheConnectionWhenTheFileShrinks() throws IOException {
        Path file = Files.write(directory.resolve("shrinking.png"), IMAGE);
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            truncate(file);
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url());
            Mono<VideoResponse> call = client.exchange(
                    ImageToVideoRequest.builder("a fox", Image.file(file).withoutCheck())
                            .build());

            StepVerifier.create(call)
                    .expectErrorSatisfies(error -> {
                        assertThat(error)
                                .isInstanceOf(ChutesNotSentException.class)
                                .hasMessageContaining("changed size")
                                .hasCauseInstanceOf(IOException.class);
                        assertThat(((ChutesNotSentException) error).phase()).isEqualTo(CallPhase.SEND);
                    })
                    .verify(LIMIT);

            assertThat(server.connections()).allMatch(RawConnection::isClosedByClient);
        }
    }

    private static void truncate(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
            channel.truncate(1000);
        }
    }

    private static String base64() {
        return new String(Base64.getEncoder().encode(IMAGE), StandardCharsets.US_ASCII);
    }

    private static byte[] randomBytes() {
        byte[] bytes = new byte[IMAGE_BYTES];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
