package io.github.reactorchutes.sink;

import static io.github.reactorchutes.sink.Buffers.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.SampleVideos;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;

/** The name of a saved video fits what is in it, and a paid video is kept whatever that is. */
@Tag("watched")
class KeptNameTests {

    private static final byte[] WEBM = SampleVideos.read("vp9.webm");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "fox.mp4, fox.webm",
        "Fox.MP4, Fox.webm",
        "fox.gif, fox.webm",
        "fox.webm, fox.webm",
        "fox.WEBM, fox.WEBM",
        "fox, fox",
        "fox.v2, fox.v2",
        ".mp4, .webm"
    })
    void correctsAnEndingThatPromisesAnotherFormat(String asked, String named) {
        SavedVideo saved = save(asked, WEBM);

        assertThat(saved.file()).isEqualTo(folder.resolve(named)).hasBinaryContent(WEBM);
        assertThat(saved.verdict().kind()).isEqualTo(Kind.UNVERIFIED);
        assertThat(folder).isDirectoryContaining(file -> file.equals(saved.file()));
    }

    @Test
    void replacesNothingUnderANameThatTheCallerDidNotGive() throws IOException {
        Files.writeString(folder.resolve("fox.webm"), "mine");
        Files.writeString(folder.resolve("fox.2.webm"), "mine too");

        SavedVideo saved = Objects.requireNonNull(FileSink.to(folder.resolve("fox.mp4"))
                .overwriting()
                .save(body(WEBM))
                .block(SOON));

        assertThat(saved.file()).isEqualTo(folder.resolve("fox.3.webm")).hasBinaryContent(WEBM);
        assertThat(folder.resolve("fox.webm")).hasContent("mine");
        assertThat(folder.resolve("fox.2.webm")).hasContent("mine too");
    }

    @Test
    void keepsTheNameOfWhatItDoesNotRecognise() {
        SavedVideo saved = save("fox.mp4", new byte[100]);

        assertThat(saved.file()).isEqualTo(folder.resolve("fox.mp4"));
        assertThat(saved.verdict().kind()).isEqualTo(Kind.UNVERIFIED);
        assertThat(saved).asString().contains("unverified");
    }

    @Test
    void recordsThatItSavedABrokenVideoWhichNobodyVerified() {
        SavedVideo saved = save("fox.mp4", Arrays.copyOf(Videos.ofSize(500), 400));

        assertThat(saved.verdict().kind()).isEqualTo(Kind.BROKEN);
        assertThat(saved.file()).isEqualTo(folder.resolve("fox.mp4"));
    }

    @Test
    void recordsNothingUnusualOfAnOrdinaryVideo() {
        assertThat(save("fox.mp4", Videos.ofSize(500)).verdict().isClean()).isTrue();
    }

    @Test
    void namesThePartThatItKeeps() {
        FileSink sink = FileSink.to(folder.resolve("fox.mp4")).keepingPart();

        sink.save(body(WEBM).concatWith(Flux.error(new IOException("cut"))))
                .onErrorComplete()
                .block(SOON);

        assertThat(sink.keptPart()).isEqualTo(folder.resolve("fox.mp4.part")).hasBinaryContent(WEBM);
    }

    private SavedVideo save(String name, byte[] video) {
        return Objects.requireNonNull(
                FileSink.to(folder.resolve(name)).save(body(video)).block(SOON));
    }

    private static Flux<DataBuffer> body(byte[] video) {
        return Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(video));
    }
}
