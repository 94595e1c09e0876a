package io.github.reactorchutes.upload;

import static io.github.reactorchutes.upload.SentBodies.SOON;
import static io.github.reactorchutes.upload.SentBodies.prepared;
import static io.github.reactorchutes.upload.SentBodies.preparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

@Tag("watched")
class ImageFileTests {

    private static final int BLOCK = 48 * 1024;

    /** What one read of a file takes. */
    private static final int READ = 4 * BLOCK;

    private final SentBodies sent = new SentBodies();
    private final Random random = new Random(42);

    @TempDir
    Path folder;

    @AfterEach
    void holdsNoBufferAndNoFile() throws Exception {
        awaitClosed();
        assertThat(sent.bytesOut()).isZero();
    }

    @Test
    void sendsAFileLikeTheJdkEncodesIt() throws Exception {
        for (int size :
                new int[] {1, 2, 3, 200, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, READ, READ + 1, 2 * READ + BLOCK + 100
                }) {
            byte[] image = randomBytes(size);
            JsonBody body = body(file(image));

            assertThat(sent.bytes(body)).isEqualTo(expected(image)).hasSize((int) body.contentLength());
            assertThat(sent.bytes(body)).isEqualTo(expected(image));
        }
    }

    @Test
    void sendsAFileOfAnotherFileSystem() throws Exception {
        Path icon = Path.of(URI.create("jrt:/java.desktop/javax/swing/plaf/basic/icons/JavaCup16.png"));

        assertThat(sent.bytes(body(icon))).isEqualTo(expected(Files.readAllBytes(icon)));
    }

    @Test
    void isALazyLook() throws Exception {
        Path file = folder.resolve("later.png");
        Mono<JsonBody> prepare = preparing(request(file));
        Files.write(file, new byte[] {1, 2, 3});

        StepVerifier.create(prepare.map(JsonBody::contentLength))
                .expectNext((long) expected(new byte[3]).length)
                .expectComplete()
                .verify(SOON);
    }

    /** Under BlockHound, a thread that must not block can prepare and request it. */
    @Test
    void isReadOffTheThreadThatRequests() throws Exception {
        byte[] image = randomBytes(3 * BLOCK);
        Flux<DataBuffer> content =
                preparing(request(file(image))).flatMapMany(sent::content).subscribeOn(Schedulers.parallel());

        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.doOnNext(buffer -> bytes.writeBytes(SentBodies.take(buffer))).blockLast(SOON);
        assertThat(bytes.toByteArray()).isEqualTo(expected(image));
    }

    @Test
    void makesOnlyWhatIsRequested() throws Exception {
        StepVerifier.create(sent.content(body(file(randomBytes(READ + BLOCK)))), 0)
                .expectSubscription()
                .then(() -> assertThat(openFiles()).isZero())
                .thenRequest(2)
                .consumeNextWith(DataBufferUtils::release)
                .consumeNextWith(DataBufferUtils::release)
                .then(() -> assertThat(openFiles()).isEqualTo(1))
                .then(() -> assertThat(sent.bytesOut()).isEqualTo(READ)) // of the file, to be filled again
                .thenRequest(5)
                .thenConsumeWhile(buffer -> DataBufferUtils.release(buffer))
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void closesTheFileAndReleasesEverythingWhenCancelledAtAnyChunk() throws Exception {
        JsonBody body = body(file(randomBytes(READ + 2 * BLOCK)));
        for (int chunks = 0; chunks <= 8; chunks++) {
            StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release), chunks)
                    .expectNextCount(chunks)
                    .thenCancel()
                    .verify(SOON);
            awaitClosed();
        }
    }

    @Test
    void closesTheFileAndReleasesEverythingWhenCancelledWhileReading() throws Exception {
        JsonBody body = body(file(randomBytes(20 * BLOCK)));
        for (int i = 0; i < 300; i++) {
            sent.content(body).doOnNext(DataBufferUtils::release).subscribe().dispose();
        }
        awaitClosed();
    }

    @Test
    void failsWhenTheFileGrowsWhileItIsSent() throws Exception {
        Path file = file(randomBytes(READ + BLOCK));

        StepVerifier.create(sent.content(body(file)).doOnNext(DataBufferUtils::release), 2)
                .expectNextCount(2)
                .then(() -> append(file, 5))
                .thenRequest(10)
                .expectNextCount(3)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "image file changed size while it was being sent: expected 245760 bytes, got 245765"))
                .verify(SOON);
    }

    @Test
    void failsWhenTheFileShrinksWhileItIsSent() throws Exception {
        Path file = file(randomBytes(READ + BLOCK));

        StepVerifier.create(sent.content(body(file)).doOnNext(DataBufferUtils::release), 2)
                .expectNextCount(2)
                .then(() -> truncate(file, BLOCK + 10))
                .thenRequest(10)
                .expectNextCount(3)
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(IOException.class)
                        .hasMessage(
                                "image file changed size while it was being sent: expected 245760 bytes, got 49162"))
                .verify(SOON);
    }

    @Test
    void failsBeforeTheImageWhenTheFileChangedBetweenTwoSendings() throws Exception {
        Path file = file(randomBytes(3 * BLOCK));
        JsonBody body = body(file);
        sent.bytes(body);
        Files.write(file, randomBytes(3 * BLOCK));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));

        StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release))
                .expectNextCount(1)
                .expectErrorSatisfies(
                        e -> assertThat(e).isInstanceOf(IOException.class).hasMessageContaining("modified"))
                .verify(SOON);
    }

    @Test
    void failsWhenTheFileIsGone() throws Exception {
        Path file = file(randomBytes(10));
        JsonBody body = body(file);
        Files.delete(file);

        StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release))
                .expectNextCount(1)
                .expectError(IOException.class)
                .verify(SOON);
    }

    @Test
    void refusesWhatIsNoImageFile() throws Exception {
        assertRefused(folder.resolve("missing.png"), "does not exist");
        assertRefused(folder, "is not a regular file");
        assertRefused(file(new byte[0]), "is empty");
        assertRefused(folder.resolve("x".repeat(300)), "cannot be accessed");
    }

    @Test
    void refusesAFileThatThisUserMayNotRead() throws Exception {
        Path file = file(new byte[1]);
        assertThat(file.toFile().setReadable(false)).isTrue();

        if (Files.isReadable(file)) {
            assertThat(sent.bytes(body(file))).as("root reads everything").isEqualTo(expected(new byte[1]));
        } else {
            assertRefused(file, "is not readable");
        }
    }

    private void assertRefused(Path file, String problem) {
        StepVerifier.create(preparing(request(file)))
                .expectErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(InvalidVideoRequestException.class)
                        .hasMessage("image_b64 file " + file + " " + problem)
                        .extracting(failure -> ((InvalidVideoRequestException) failure).field())
                        .isEqualTo("image_b64"))
                .verify(SOON);
    }

    private static ImageToVideoRequest request(Path file) {
        return ImageToVideoRequest.builder("fox", Image.file(file).withoutCheck())
                .build();
    }

    private static JsonBody body(Path file) {
        return prepared(request(file));
    }

    private Path file(byte[] image) throws IOException {
        return Files.write(Files.createTempFile(folder, "image", ".png"), image);
    }

    private static void append(Path file, int bytes) {
        try {
            Files.write(file, new byte[bytes], StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void truncate(Path file, int size) {
        try {
            Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] expected(byte[] image) {
        String json =
                "{\"prompt\":\"fox\",\"image_b64\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void awaitClosed() {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (openFiles() + sent.bytesOut() > 0 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(openFiles()).isZero();
    }

    /** Linux lists the files that a process holds; elsewhere the list is always empty. */
    private long openFiles() {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(this::leadsToTheFolder).count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private boolean leadsToTheFolder(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}
