package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.tools.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoCommandTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    private Path image;

    private Path video;

    @BeforeEach
    void drawImage() throws Exception {
        image = directory.resolve("in.png");
        video = directory.resolve("out.mp4");
        Files.write(image, SamplePicture.png());
    }

    @AfterEach
    void stopEmulator() {
        emulator.close();
    }

    @Test
    void textToVideoSavesAVideoThatPlays() throws Exception {
        CliRun run = CliRun.of("text-to-video", "a cat", "-o", video.toString(), "--base-url", url());
        assertThat(run.err()).contains("waiting for the video").contains("saved " + video);
        assertThat(run.out()).isEqualTo(video + System.lineSeparator());
        assertThat(run.exitCode()).isZero();
        assertThat(Media.of(video).shape()).isEqualTo("52,30,24/1,81");
    }

    @Test
    void textToVideoSendsEveryOption() {
        CliRun run = CliRun.of(
                "text-to-video",
                "a cat",
                "-o",
                video.toString(),
                "--base-url",
                url(),
                "--negative-prompt",
                "rain",
                "--resolution",
                "1280x720",
                "--fps",
                "30",
                "--frames",
                "100",
                "--steps",
                "12",
                "--guidance-scale",
                "2.5",
                "--seed",
                "7",
                "--field",
                "sample_shift=3",
                "--field",
                "note=plain text");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(request().json())
                .isEqualTo(Map.of(
                        "prompt",
                        "a cat",
                        "negative_prompt",
                        "rain",
                        "resolution",
                        "1280*720",
                        "fps",
                        30,
                        "frames",
                        100,
                        "steps",
                        12,
                        "guidance_scale",
                        2.5,
                        "seed",
                        7,
                        "sample_shift",
                        3,
                        "note",
                        "plain text"));
    }

    @Test
    void imageToVideoSavesAVideoThatPlays() throws Exception {
        CliRun run = CliRun.of(
                "image-to-video",
                "it moves",
                "--image",
                image.toString(),
                "-o",
                video.toString(),
                "--base-url",
                url(),
                "--frames",
                "90",
                "--fps",
                "30");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Media.of(video).shape()).isEqualTo("52,30,30/1,90");
        assertThat(request().image()).isPresent();
    }

    @Test
    void imageToVideoSendsEveryOption() {
        CliRun run = CliRun.of(
                "image-to-video",
                "a cat",
                "--image",
                image.toString(),
                "-o",
                video.toString(),
                "--base-url",
                url(),
                "--negative-prompt",
                "rain",
                "--resolution",
                "480*832",
                "--fps",
                "30",
                "--frames",
                "100",
                "--steps",
                "12",
                "--guidance-scale",
                "2.5",
                "--seed",
                "7",
                "--field",
                "a=true");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(request().json())
                .isEqualTo(Map.of(
                        "prompt",
                        "a cat",
                        "negative_prompt",
                        "rain",
                        "resolution",
                        "480*832",
                        "fps",
                        30,
                        "frames",
                        100,
                        "steps",
                        12,
                        "guidance_scale",
                        2.5,
                        "seed",
                        7,
                        "a",
                        true));
    }

    @Test
    void fastImageToVideoSavesAVideoThatPlays() throws Exception {
        CliRun run = CliRun.of(
                "fast-image-to-video",
                "it moves",
                "--image",
                image.toString(),
                "-o",
                video.toString(),
                "--base-url",
                url());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(Media.of(video).shape()).endsWith(",16/1,81");
    }

    @Test
    void fastImageToVideoSendsEveryOption() {
        CliRun run = CliRun.of(
                "fast-image-to-video",
                "a cat",
                "--image",
                image.toString(),
                "-o",
                video.toString(),
                "--base-url",
                url(),
                "--negative-prompt",
                "rain",
                "--resolution",
                "720p",
                "--fps",
                "20",
                "--frames",
                "30",
                "--guidance-scale",
                "2.5",
                "--guidance-scale-2",
                "3",
                "--seed",
                "7",
                "--no-fast",
                "--field",
                "extra={\"deep\":[1,2]}");
        assertThat(run.exitCode()).as(run.err()).isZero();
        Map<String, Object> expected = Map.of(
                "extra",
                Map.of("deep", List.of(1, 2)),
                "fast",
                false,
                "seed",
                7,
                "guidance_scale",
                2.5,
                "guidance_scale_2",
                3.0,
                "frames",
                30,
                "fps",
                20,
                "resolution",
                "720p",
                "negative_prompt",
                "rain",
                "prompt",
                "a cat");
        assertThat(request().json()).isEqualTo(expected);
    }

    @Test
    void fastImageToVideoPassesAnImageUrlOn() {
        CliRun run = CliRun.of(
                "fast-image-to-video",
                "a cat",
                "--image",
                "https://example.org/cat.png",
                "--fast",
                "-o",
                video.toString(),
                "--base-url",
                url());
        assertThat(request().json()).containsEntry("fast", true);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    @Test
    void quietSaysNothingOnStderr() {
        CliRun run = CliRun.of("text-to-video", "a cat", "-q", "-o", video.toString(), "--base-url", url());
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    private RecordedRequest request() {
        return emulator.takeRequest(SOON);
    }

    private String url() {
        return emulator.baseUrl().toString();
    }
}
