package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.tools.Media;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTests {

    @TempDir
    Path directory;

    @Test
    void makesAPlayableVideoWithEachEndpointOfTheEmbeddedEmulator() throws Exception {
        Path out = directory.resolve("new/demo");
        CliRun run = CliRun.of("demo", "--out-dir", out.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("using an embedded emulator");
        assertThat(run.out().lines()).hasSize(4);
        assertThat(Folder.names(out))
                .containsExactly("fast-image-to-video.mp4", "image-to-video.mp4", "text-to-video.mp4");
        assertThat(Media.of(out.resolve("text-to-video.mp4")).shape()).isEqualTo("832,480,24/1,81");
        assertThat(Media.of(out.resolve("image-to-video.mp4")).shape()).isEqualTo("832,480,24/1,81");
        assertThat(Media.of(out.resolve("fast-image-to-video.mp4")).shape()).endsWith(",480,16/1,81");
    }

    @Test
    void leavesNothingBehindWhenAnOptionIsRefused() {
        Path out = directory.resolve("new/demo");
        CliRun run = CliRun.with(
                Map.of("CHUTES_API_TOKEN", "t"), "demo", "--out-dir", out.toString(), "--base-url=ftp://localhost");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(out.getParent()).doesNotExist();
    }

    @Test
    void stopsAtTheFirstFailure() throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            emulator.enqueue(Reply.video(), PlatformError.QUOTA_EXCEEDED.reply());
            CliRun run = CliRun.with(
                    Map.of("CHUTES_API_TOKEN", "t"),
                    "demo",
                    "--out-dir",
                    directory.toString(),
                    "--base-url",
                    emulator.baseUrl().toString());
            assertThat(run.exitCode()).isEqualTo(3);
            assertThat(Folder.names(directory)).containsExactly("text-to-video.mp4");
            assertThat(emulator.requestCount()).isEqualTo(2);
        }
    }
}
