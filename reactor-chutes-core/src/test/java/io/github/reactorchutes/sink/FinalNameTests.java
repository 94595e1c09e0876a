package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.SampleVideos;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** A name that cannot be used is found before anything is paid, and what is paid is kept whatever its name is. */
@Tag("watched")
class FinalNameTests {

    private static final byte[] VIDEO = Videos.ofSize(5_000);

    private final AtomicInteger calls = new AtomicInteger();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {252, 300})
    void refusesANameThatIsTooLongBeforeTheCall(int letters) {
        refuses(FileSink.to(folder.resolve("x".repeat(letters) + ".mp4")), FileSystemException.class, "too long");
    }

    @Test
    void countsTheBytesOfANameAndNotItsLetters() {
        refuses(FileSink.to(folder.resolve("\u00e9".repeat(130) + ".mp4")), FileSystemException.class, "too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void refusesAPathWithoutAFileName(String path) {
        assertThatThrownBy(() -> FileSink.to(Path.of(path)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the target '" + path + "' has no file name");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void refusesADirectoryBeforeTheCall(String name) {
        refuses(FileSink.to(folder.resolve(name)).overwriting(), FileSystemException.class, "is a directory");
    }

    /** Root may write every file. */
    @Test
    void refusesToReplaceAFileThatItMayNotWrite() throws IOException {
        Path target = Files.writeString(folder.resolve("fox.mp4"), "precious");
        assertThat(target.toFile().setReadOnly()).isTrue();
        FileSink sink = FileSink.to(target).overwriting();

        if (Files.isWritable(target)) {
            assertThat(save(sink, VIDEO).file()).isEqualTo(target);
        } else {
            refuses(sink, AccessDeniedException.class, "is read-only");
        }
    }

    @Test
    void namesTheDirectoryThatIsMissing() {
        refuses(FileSink.to(folder.resolve("missing/fox.mp4")), NoSuchFileException.class, "missing");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {246, 249, 251})
    void savesUnderTheLongestNames(int letters) {
        Path target = folder.resolve("x".repeat(letters) + ".mp4");

        assertThat(save(FileSink.to(target), VIDEO).file()).isEqualTo(target).hasBinaryContent(VIDEO);
    }

    @Test
    void keepsTheWrongEndingIfTheRightOneIsTooLong() {
        Path target = folder.resolve("x".repeat(251) + ".mp4");
        byte[] webm = SampleVideos.read("vp9.webm");

        assertThat(save(FileSink.to(target), webm).file()).isEqualTo(target).hasBinaryContent(webm);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e9", "\ud83e\udd8a"})
    void cutsTheNameOfAKeptPart(String letter) {
        Path target = folder.resolve(letter.repeat(251 / letter.getBytes(StandardCharsets.UTF_8).length) + ".mp4");
        FileSink sink = FileSink.to(target).keepingPart();

        sink.save(body(VIDEO).concatWith(Flux.error(new IOException("cut"))))
                .onErrorComplete()
                .block(SOON);

        assertThat(sink.keptPart()).hasBinaryContent(VIDEO);
        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fox.mp4", "fox.MP4", "fox", "fox.v2", ".mp4"})
    void savesBesideANameThatIsTakenMeanwhile(String name) {
        Path target = folder.resolve(name);

        SavedVideo saved = save(FileSink.to(target), body(VIDEO).doOnComplete(() -> write(target, "theirs")));

        assertThat(target).hasContent("theirs");
        assertThat(saved.file()).isNotEqualTo(target).hasBinaryContent(VIDEO);
        assertThat(files()).containsExactlyInAnyOrder(target, saved.file());
    }

    @Test
    void savesBesideANameThatIsTakenWhileTheVideoIsGenerated() {
        Path target = folder.resolve("fox.mp4");
        Mono<Flux<DataBuffer>> call = call().doOnNext(head -> write(target, "theirs"));

        StepVerifier.create(FileSink.to(target).saveCall(call).map(SavedVideo::file))
                .expectNext(folder.resolve("fox.2.mp4"))
                .expectComplete()
                .verify(SOON);

        assertThat(target).hasContent("theirs");
        assertThat(folder.resolve("fox.2.mp4")).hasBinaryContent(VIDEO);
    }

    @Test
    void reportsThatAVideoWasPaidIfItsDirectoryIsGoneByThen() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        Mono<Flux<DataBuffer>> call = call().doOnNext(head -> move(sub, folder.resolve("moved")));

        StepVerifier.create(FileSink.to(sub.resolve("fox.mp4")).saveCall(call))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(VideoNotSavedException.class)
                        .hasMessageContaining("very likely billed"))
                .verify(SOON);
    }

    @Test
    void savesBesideADirectoryThatAppearedMeanwhile() {
        Path target = folder.resolve("fox.mp4");

        SavedVideo saved = save(
                FileSink.to(target).overwriting(),
                body(VIDEO).doOnComplete(() -> createDirectories(target.resolve("full"))));

        assertThat(saved.file()).isEqualTo(folder.resolve("fox.2.mp4")).hasBinaryContent(VIDEO);
    }

    @Test
    void savesTheVideoOfEachOfManyRunsWithOneTarget() {
        FileSink sink = FileSink.to(folder.resolve("fox.mp4"));
        CompletableFuture<Void> go = new CompletableFuture<>();
        List<Mono<SavedVideo>> runs = IntStream.range(0, 8)
                .mapToObj(i ->
                        sink.save(body(VIDEO).concatWith(Mono.fromFuture(go).then(Mono.empty()))))
                .toList();

        CompletableFuture<List<SavedVideo>> all = Flux.merge(runs).collectList().toFuture();
        Await.untilAsserted(() -> assertThat(files()).hasSize(8));
        go.complete(null);

        assertThat(all).succeedsWithin(SOON);
        assertThat(files())
                .hasSize(8)
                .contains(folder.resolve("fox.mp4"), folder.resolve("fox.8.mp4"))
                .allSatisfy(file -> assertThat(file).hasBinaryContent(VIDEO));
    }

    @Test
    void keepsTheVideoAsAPartIfItsDirectoryIsGone() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("sub"));
        FileSink sink = FileSink.to(sub.resolve("fox.mp4"));

        StepVerifier.create(sink.save(body(VIDEO).doOnComplete(() -> move(sub, folder.resolve("moved")))))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(VideoNotSavedException.class)
                        .hasMessageContainingAll("fox.mp4: ", "after 5,000 bytes", "very likely billed"))
                .verify(SOON);

        assertThat(folder.resolve("moved")).isDirectoryContaining("glob:**.part");
    }

    @Test
    void writesThroughAPipe() throws Exception {
        Path pipe = pipe();
        CompletableFuture<byte[]> read = reading(pipe);

        SavedVideo saved = save(FileSink.to(pipe), VIDEO);

        assertThat(read).succeedsWithin(SOON).isEqualTo(VIDEO);
        assertThat(saved.file()).isEqualTo(pipe);
        assertThat(saved.bytes()).isEqualTo(VIDEO.length);
        assertThat(files()).containsExactly(pipe);
    }

    @Test
    void doesNotTouchAPipeBeforeTheVideo() throws Exception {
        Path pipe = pipe();
        CompletableFuture<byte[]> read = reading(pipe);

        SavedVideo saved = Objects.requireNonNull(
                FileSink.to(pipe).overwriting().saveCall(call()).block(SOON));

        assertThat(read).succeedsWithin(SOON).isEqualTo(VIDEO);
        assertThat(saved.file()).isEqualTo(pipe);
        assertThat(files()).containsExactly(pipe);
    }

    @Test
    void writesThroughALinkToADevice() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("fox.mp4"), Path.of("/dev/null"));

        assertThat(save(FileSink.to(link).overwriting(), VIDEO).bytes()).isEqualTo(VIDEO.length);

        assertThat(link).isSymbolicLink();
        assertThat(Files.isRegularFile(link)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void reportsADeviceThatIsFull() {
        StepVerifier.create(FileSink.to(Path.of("/dev/full")).save(body(VIDEO)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(VideoNotSavedException.class)
                        .hasMessage("/dev/full: No space left on device after 0 bytes; the generation was very likely"
                                + " billed"))
                .verify(SOON);
        assertThat(Path.of("/dev/full")).exists();
    }

    @Test
    void letsTheUmaskDecideOnThePermissions() throws IOException {
        Path plain = Files.createFile(folder.resolve("plain"));

        SavedVideo saved = save(FileSink.to(folder.resolve("fox.mp4")).permissionsOfUmask(), VIDEO);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(saved.file())))
                .isEqualTo(PosixFilePermissions.toString(Files.getPosixFilePermissions(plain)));
    }

    private void refuses(FileSink sink, Class<? extends IOException> type, String message) {
        StepVerifier.create(sink.saveCall(call()))
                .expectErrorSatisfies(
                        error -> assertThat(error).isInstanceOf(type).hasMessageContaining(message))
                .verify(SOON);
        assertThat(calls).hasValue(0);
    }

    private Mono<Flux<DataBuffer>> call() {
        return Mono.fromCallable(() -> {
            calls.incrementAndGet();
            return body(VIDEO);
        });
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe.mp4");
        Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
        assertThat(mkfifo.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return pipe;
    }

    private static CompletableFuture<byte[]> reading(Path pipe) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readAllBytes(pipe);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static SavedVideo save(FileSink sink, byte[] video) {
        return save(sink, body(video));
    }

    private static SavedVideo save(FileSink sink, Flux<DataBuffer> video) {
        return Objects.requireNonNull(sink.save(video).block(SOON));
    }

    private static Flux<DataBuffer> body(byte[] video) {
        return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(video));
    }

    private List<Path> files() {
        try (var files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void createDirectories(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
