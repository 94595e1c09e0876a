package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

/** {@code ChutesClient.validate}: the checks of a call without the call. */
class ValidationTests {

    private final Pictures pictures = new Pictures();

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @TempDir
    Path folder;

    private RawServer server;

    private ChutesClient client;

    @BeforeEach
    void open() throws IOException {
        server = RawServer.start(connection -> connection.awaitClientClose());
        client = fixture.client(server.url(), builder -> builder.maxRequestBytes(10_000));
    }

    @AfterEach
    void sendsNothing() throws IOException {
        assertThat(server.connections()).isEmpty();
        server.close();
    }

    @Test
    void acceptsWhatCanBeSent() throws IOException {
        Path file = Files.write(folder.resolve("fox.png"), Pictures.png(3000));

        assertValid(Requests.text());
        assertValid(request(Image.file(file)));
        assertValid(request(Image.from(() -> Files.newInputStream(file), 3000)));
        assertValid(request(Image.bytes(new byte[10]).withoutCheck()));
    }

    @Test
    void findsImagesThatCannotBeSent() {
        assertInvalid(request(Image.file(folder.resolve("none.png"))), "none.png does not exist");
        assertInvalid(request(Image.file(folder)), "is not a regular file");
        assertInvalid(request(Image.bytes("%PDF-1.7".getBytes(StandardCharsets.US_ASCII))), "is a PDF");
        assertInvalid(request(Image.bytes(Pictures.png(9000))), "body must be at most 10000 bytes long but has 12033");
        assertInvalid(request(Image.once(pictures.stream(new byte[1], 1), 9000)), "body must be at most 10000 bytes");
    }

    @Test
    void isLazyAndSeesTheFileOfEachSubscription() throws IOException {
        Path file = folder.resolve("later.png");
        var validation = client.validate(request(Image.file(file)));

        StepVerifier.create(validation).expectError().verify(SentBodies.SOON);
        Files.write(file, Pictures.png(100));
        StepVerifier.create(validation).expectComplete().verify(SentBodies.SOON);
    }

    @Test
    void usesUpNoImageThatCanBeReadOnce() {
        AtomicInteger subscribed = new AtomicInteger();
        Image stream = Image.once(
                pictures.stream(Pictures.png(900), 100).doOnSubscribe(s -> subscribed.incrementAndGet()), 900);
        Image buffer = Image.buffer(pictures.buffer(Pictures.png(900)));

        assertValid(request(stream));
        assertValid(request(buffer));
        assertValid(request(buffer));

        assertThat(subscribed).hasValue(0);
        assertThat(pictures.alive()).isPositive();
        buffer.release();
        assertThat(pictures.alive()).isZero();
        StepVerifier.create(client.validate(request(buffer)))
                .expectErrorSatisfies(error ->
                        assertThat(error).hasMessageStartingWith("the image can only be read once and was already"))
                .verify(SentBodies.SOON);
    }

    private void assertValid(VideoRequest request) {
        StepVerifier.create(client.validate(request)).expectComplete().verify(Calls.SOON);
    }

    private void assertInvalid(VideoRequest request, String problem) {
        StepVerifier.create(client.validate(request))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(InvalidVideoRequestException.class)
                        .hasMessageContaining(problem))
                .verify(Calls.SOON);
    }

    private static VideoRequest request(Image image) {
        return ImageToVideoRequest.builder("a fox", image).build();
    }
}
