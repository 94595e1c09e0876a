package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image as people have it, and a way round the check of its bytes. */
class ImageOptionTests {

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"image-to-video", "fast-image-to-video"})
    void takesAFileAndADataUri(String endpoint) throws IOException {
        byte[] picture = SamplePicture.png();
        Path file = Files.write(directory.resolve("cat.png"), picture);
        String uri = "data:image/png;base64," + Base64.getEncoder().encodeToString(picture);

        assertThat(run(endpoint, file.toString()).exitCode()).isZero();
        assertThat(run(endpoint, uri, "--force").exitCode()).isZero();

        assertThat(emulator.requests())
                .hasSize(2)
                .allSatisfy(request ->
                        assertThat(request.image().orElseThrow().size()).isEqualTo(picture.length));
    }

    @Test
    void namesTheEndpointThatTakesAUrl() {
        CliRun run = run("image-to-video", "https://example.org/cat.png");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err())
                .contains("--image takes a file or a data URI here; a URL is taken by fast-image-to-video (generate)");
        assertThat(run("fast-image-to-video", "https://example.org/cat.png").exitCode())
                .isZero();
    }

    @Test
    void refusesWhatIsNotAnImageAndNamesTheWayRound() throws IOException {
        Path file = Files.writeString(directory.resolve("cat.png"), "%PDF-1.7");

        CliRun refused = run("image-to-video", file.toString());

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .contains(
                        "--image must be a PNG, JPEG, WebP, GIF or BMP image but is a PDF; --no-image-check sends it anyway")
                .doesNotContain("Image.");
        assertThat(emulator.requestCount()).isZero();
        assertThat(run("image-to-video", file.toString(), "--no-image-check").exitCode())
                .isZero();
    }

    @Test
    void hasTheWayRoundInABatchToo() throws IOException {
        Files.writeString(directory.resolve("cat.png"), "%PDF-1.7");
        Path prompts = Files.writeString(
                directory.resolve("p.csv"), "endpoint,prompt,image\nimage-to-video,it runs,cat.png\n");

        CliRun refused = batch(prompts);

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("line 2: image must be", "is a PDF; --no-image-check sends it anyway");
        assertThat(batch(prompts, "--no-image-check").exitCode()).isZero();
    }

    private CliRun batch(Path prompts, String... more) {
        return CliRun.of(with(
                more,
                "batch",
                prompts.toString(),
                "--out-dir",
                directory.resolve("videos").toString(),
                "--base-url",
                emulator.baseUrl().toString()));
    }

    private CliRun run(String endpoint, String image, String... more) {
        return CliRun.of(with(
                more,
                endpoint,
                "it looks up",
                "--image",
                image,
                "-o",
                directory.resolve("out.mp4").toString(),
                "--force",
                "--base-url",
                emulator.baseUrl().toString()));
    }

    private static String[] with(String[] more, String... arguments) {
        return Stream.of(arguments, more).flatMap(Stream::of).distinct().toArray(String[]::new);
    }
}
