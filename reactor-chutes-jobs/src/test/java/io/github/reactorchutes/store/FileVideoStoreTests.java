package io.github.reactorchutes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FileVideoStoreTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private VideoStore store;

    @BeforeEach
    void create() {
        store = FileVideoStore.in(directory.resolve("videos"));
    }

    @Test
    void keepsAVideoOfUnknownLength() throws IOException {
        StoredVideo stored =
                Objects.requireNonNull(store.put("a/1.mp4", text("one", "two")).block(SOON));

        assertThat(stored.bytes()).isEqualTo(6);
        assertThat(read("a/1.mp4", ByteRange.all())).isEqualTo("onetwo");
        assertThat(Objects.requireNonNull(store.head("a/1.mp4").block(SOON)).bytes())
                .isEqualTo(6);
        Path file = directory.resolve("videos/a/1.mp4");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writesAKeyOnce() throws IOException {
        store.put("a/1.mp4", text("one")).block(SOON);

        StepVerifier.create(store.put("a/1.mp4", text("two")))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);

        assertThat(read("a/1.mp4", ByteRange.all())).isEqualTo("one");
        assertThat(files()).hasSize(1);
    }

    @Test
    void leavesNothingOfAVideoThatFails() throws IOException {
        Flux<DataBuffer> broken = text("one").concatWith(Mono.error(new IOException("cut")));

        StepVerifier.create(store.put("a/1.mp4", broken))
                .expectErrorMessage("cut")
                .verify(SOON);

        assertThat(store.head("a/1.mp4").block(SOON)).isNull();
        assertThat(files()).isEmpty();
    }

    @Test
    void readsParts() {
        store.put("a.mp4", text("0123456789")).block(SOON);

        assertThat(read("a.mp4", ByteRange.of(2, 3))).isEqualTo("234");
        assertThat(read("a.mp4", ByteRange.from(8))).isEqualTo("89");
        assertThat(read("a.mp4", ByteRange.of(8, 100))).isEqualTo("89");
        assertThat(read("a.mp4", ByteRange.from(10))).isEmpty();
    }

    @Test
    void reportsAnAbsentKey() {
        assertThat(store.head("none").block(SOON)).isNull();
        StepVerifier.create(store.get("none", ByteRange.all()))
                .expectError(NoSuchFileException.class)
                .verify(SOON);
        store.delete("none").block(SOON);
    }

    @Test
    void deletes() {
        store.put("a.mp4", text("x")).block(SOON);

        store.delete("a.mp4").block(SOON);

        assertThat(store.head("a.mp4").block(SOON)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../a", "a/../b", "a//b", ".hidden", "a b", "a/"})
    void refusesKeysThatAreNoNames(String key) {
        StepVerifier.create(store.put(key, text("x")))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageStartingWith("key must be at most 512 characters long"))
                .verify(SOON);
    }

    @Test
    void refusesRangesOutOfBounds() {
        assertThatThrownBy(() -> ByteRange.from(-1)).hasMessage("first must be 0 or more but was -1");
        assertThatThrownBy(() -> ByteRange.of(0, 0)).hasMessage("length must be 1 or more but was 0");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private String read(String key, ByteRange range) {
        return Objects.requireNonNull(DataBufferUtils.join(store.get(key, range))
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return text;
                })
                .defaultIfEmpty("")
                .block(SOON));
    }

    private static Flux<DataBuffer> text(String... pieces) {
        return Flux.fromArray(pieces)
                .map(piece -> DefaultDataBufferFactory.sharedInstance.wrap(piece.getBytes(StandardCharsets.UTF_8)));
    }
}
