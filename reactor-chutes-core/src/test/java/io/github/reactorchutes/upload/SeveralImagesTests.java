package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Image;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Requests with several images, such as the first and the last frame of a video. */
@Tag("watched")
class SeveralImagesTests {

    private static final byte[] FIRST = Pictures.png(200_001);

    private static final byte[] LAST = Pictures.png(300_000);

    private final Pictures pictures = new Pictures();

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @TempDir
    Path folder;

    @AfterEach
    void holdsNoBuffer() {
        Await.untilAsserted(() -> assertThat(pictures.alive()).isZero());
    }

    private ChuteRequest.Builder request(RawServer server) {
        return ChuteRequest.builder("frames", URI.create(server.url() + "/frames"))
                .field("prompt", "a fox");
    }

    @Test
    void areStreamedOneAfterTheOther() throws IOException {
        Path file = Files.write(folder.resolve("first.png"), FIRST);
        AtomicReference<byte[]> received = new AtomicReference<>();
        try (RawServer server = RawServer.start(connection -> {
            received.set(connection.readRequest().body());
            connection.write(Heads.video(36)).write(Videos.ofSize(36));
        })) {
            ChutesClient client = fixture.client(server.url());
            ChuteRequest request = request(server)
                    .image("first", Image.file(file))
                    .image("mask", Image.bytes(Pictures.png(500)))
                    .image("last", Image.once(pictures.stream(LAST, 7000), LAST.length))
                    .build();

            assertThat(Calls.video(client, request)).hasSize(36);
            assertThat(new String(received.get(), StandardCharsets.US_ASCII))
                    .isEqualTo("{\"prompt\":\"a fox\",\"first\":\"" + base64(FIRST) + "\",\"mask\":\""
                            + base64(Pictures.png(500)) + "\",\"last\":\"" + base64(LAST) + "\"}");
            assertThat(request.isReplayable()).isFalse();
        }
    }

    @Test
    void areMadeInOnePieceWhenTheyAreSmall() {
        ChuteRequest request = ChuteRequest.builder("frames", URI.create("https://frames.chutes.ai/x"))
                .image("first", Image.bytes(Pictures.png(500)))
                .image("last", Image.base64(base64(Pictures.png(600))))
                .build();

        assertThat(SentBodies.prepared(request).isSmall()).isTrue();
        assertThat(SentBodies.json(request))
                .isEqualTo("{\"first\":\"" + base64(Pictures.png(500)) + "\",\"last\":\"" + base64(Pictures.png(600))
                        + "\"}");
    }

    /** The second image is neither subscribed to nor kept. */
    @Test
    void areAllReleasedWhenTheFirstFails() throws IOException {
        AtomicInteger subscribed = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(server.url());
            ChuteRequest request = request(server)
                    .image("first", Image.once(pictures.stream(FIRST, 5000).take(3), FIRST.length))
                    .image("middle", Image.buffer(pictures.buffer(LAST)))
                    .image(
                            "last",
                            Image.once(
                                    pictures.stream(LAST, 5000).doOnSubscribe(s -> subscribed.incrementAndGet()),
                                    LAST.length))
                    .build();

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, request);

            assertThat(failure).hasMessageContaining("the image ended after 15000 of 200001 bytes");
            assertThat(subscribed).hasValue(0);
        }
    }

    private static String base64(byte[] image) {
        return Base64.getEncoder().encodeToString(image);
    }
}
