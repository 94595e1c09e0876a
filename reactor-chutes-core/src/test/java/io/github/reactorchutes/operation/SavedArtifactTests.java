package io.github.reactorchutes.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.ResumableSource;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A file of an artifact is continued by the next run. */
@Tag("watched")
class SavedArtifactTests {

    private static final byte[] VIDEO = Videos.ofSize(400_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @TempDir
    Path folder;

    private final ArtifactOrigin origin = new ArtifactOrigin(VIDEO);

    private Path target;

    private Path part;

    private Path etag;

    private FileSink sink;

    private ResumableSource source;

    @BeforeEach
    void prepare() {
        target = folder.resolve("fox.mp4");
        part = folder.resolve("fox.mp4.part");
        etag = folder.resolve("fox.mp4.part.etag");
        sink = FileSink.to(target);
        Operations operations =
                clients.client(origin.url()).operations().waiting(Duration.ofMillis(1), Duration.ofMillis(5));
        source = (position, tag) -> operations.artifact("op-1", 0, position, tag);
    }

    @AfterEach
    void stop() throws IOException {
        clients.closeAll();
        origin.close();
    }

    @Test
    void savesAWholeArtifact() throws IOException {
        SavedVideo saved = saved(sink);

        assertThat(saved.file()).isEqualTo(target);
        assertWhole(saved, VIDEO);
        assertThat(Files.getPosixFilePermissions(target)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void continuesWhatAnEarlierRunLeft() throws IOException {
        breakOff(100_000);
        long left = Files.size(part);
        assertThat(left).isBetween(1L, 100_000L);
        assertThat(part).hasBinaryContent(Arrays.copyOf(VIDEO, (int) left));
        assertThat(etag).hasContent("\"v1\"");
        assertThat(target).doesNotExist();

        SavedVideo saved = saved(sink);

        assertWhole(saved, VIDEO);
        assertThat(last(origin.ranges())).isEqualTo("bytes=" + left + "-");
        assertThat(saved.verdict().kind()).isEqualTo(VideoVerdict.Kind.VERIFIED);
    }

    @Test
    void namesAPartThatIsCompleteAlready() throws IOException {
        Files.write(part, VIDEO);
        Files.writeString(etag, "\"v1\"");

        assertWhole(saved(sink), VIDEO);
        assertThat(origin.ranges()).containsExactly("bytes=400000-", "bytes=399999-");
    }

    @Test
    void beginsAnewWhenTheArtifactHasChanged() throws IOException {
        breakOff(100_000);
        byte[] other = Videos.ofSize(30_000);
        origin.content = other;
        origin.etag = "\"v2\"";

        assertWhole(saved(sink), other);
    }

    @Test
    void discardsAPartThatNobodyCanIdentify() throws IOException {
        Files.write(part, new byte[5_000]);

        assertWhole(saved(sink), VIDEO);
        assertThat(origin.ranges()).containsExactly("");
    }

    @Test
    void keepsThePartWhenCancelled() {
        origin.then((request, connection) -> {
            connection.write("HTTP/1.1 200 X\r\nETag: \"v1\"\r\nContent-Type: video/mp4\r\nContent-Length: "
                    + VIDEO.length + "\r\n\r\n");
            connection.write(Arrays.copyOf(VIDEO, 50_000)).awaitClientClose();
        });
        Disposable saving = sink.saveResumable(source).subscribe();
        Await.untilAsserted(() -> assertThat(part).hasSize(50_000));
        saving.dispose();

        AtomicReference<String> hash = new AtomicReference<>();
        // The cancelled saving holds the lock of the part until its file is closed.
        Await.untilAsserted(
                () -> assertThatCode(() -> hash.set(saved(sink).sha256())).doesNotThrowAnyException());
        assertThat(hash).hasValue(sha256(VIDEO));
        assertThat(last(origin.ranges())).isEqualTo("bytes=50000-");
    }

    @Test
    void stopsCleanlyOnASignal() {
        origin.then((request, connection) -> {
            connection.write("HTTP/1.1 200 X\r\nETag: \"v1\"\r\nContent-Type: video/mp4\r\nContent-Length: "
                    + VIDEO.length + "\r\n\r\n");
            connection.write(Arrays.copyOf(VIDEO, 50_000)).awaitClientClose();
        });
        Sinks.Empty<Void> stop = Sinks.empty();
        Mono<SavedVideo> saving =
                sink.stoppedBy(stop.asMono()).saveResumable(source).cache();
        saving.subscribe(saved -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(part).hasSize(50_000));
        stop.tryEmitEmpty();

        assertThat(failure(saving)).isInstanceOf(CancellationException.class);
        assertThat(part).hasSize(50_000);
    }

    @Test
    void keepsASecondSaverOut() {
        origin.then((request, connection) -> connection.awaitClientClose());
        Disposable first = sink.saveResumable(source).subscribe();
        Await.untilAsserted(() -> assertThat(origin.requests()).hasSize(1));

        assertThat(failure(sink.saveResumable(source)))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is being written by another process");
        assertThat(part).exists();
        first.dispose();
    }

    @Test
    void leavesNothingWhenNothingArrived() throws IOException {
        origin.then(ArtifactOrigin.raw("HTTP/1.1 410 Gone\r\nContent-Length: 0\r\n\r\n"));

        assertThat(failure(sink.saveResumable(source))).hasMessageContaining("410");
        assertThat(listed()).isEmpty();
    }

    @Test
    void replacesATargetOnRequestAlone() throws IOException {
        Files.writeString(target, "old");

        assertThat(failure(sink.saveResumable(source))).isInstanceOf(FileSystemException.class);
        assertThat(origin.requests()).isEmpty();
        assertWhole(saved(sink.overwriting()), VIDEO);
    }

    private void breakOff(int bytes) {
        origin.then(origin.cutAfter(bytes));
        ArtifactOrigin.Answer[] closed = new ArtifactOrigin.Answer[6];
        Arrays.fill(closed, ArtifactOrigin.closed());
        origin.then(closed);
        assertThat(failure(sink.saveResumable(source))).isInstanceOf(ChutesArtifactException.class);
        origin.forget();
    }

    private SavedVideo saved(FileSink to) {
        return Objects.requireNonNull(to.saveResumable(source).block(Calls.SOON));
    }

    private static Throwable failure(Mono<SavedVideo> saving) {
        return Objects.requireNonNull(
                saving.then(Mono.<Throwable>empty()).onErrorResume(Mono::just).block(Calls.SOON));
    }

    private void assertWhole(SavedVideo saved, byte[] content) throws IOException {
        assertThat(saved.sha256()).isEqualTo(sha256(content));
        assertThat(saved.bytes()).isEqualTo(content.length);
        assertThat(target).hasBinaryContent(content);
        assertThat(listed()).containsExactly("fox.mp4");
    }

    private List<String> listed() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static String last(List<String> ranges) {
        return ranges.get(ranges.size() - 1);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
