package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperienceTests {

    @TempDir
    Path directory;

    @Test
    void letsALaterRunEstimateItsWait() throws Exception {
        Map<String, String> environment = Map.of("XDG_CACHE_HOME", directory.toString());

        assertThat(run(environment).err()).contains("waiting for the video\n");
        assertThat(run(environment).err()).containsPattern("waiting for the video, about \\d\\.\\d s\n");
        assertThat(Folder.names(directory.resolve("reactor-chutes"))).containsExactly("times-127.0.0.1.properties");
    }

    @Test
    void isKeptInTheHomeFolderOrNotAtAll() throws Exception {
        run(Map.of("HOME", directory.toString()));
        assertThat(Folder.names(directory.resolve(".cache/reactor-chutes"))).hasSize(1);

        assertThat(run(Map.of()).exitCode()).isZero();
    }

    @Test
    void costsNothingWhenItCannotBeReadOrWritten() throws Exception {
        Files.createDirectories(directory.resolve("reactor-chutes/times-127.0.0.1.properties"));
        CliRun run = run(Map.of("XDG_CACHE_HOME", directory.toString()));
        assertThat(run.exitCode()).as(run.err()).isZero();

        Path home = Files.createDirectories(directory.resolve("home/.cache/reactor-chutes"));
        Files.writeString(home.resolve("times-127.0.0.1.properties"), "text-to-video\\ null=soon");
        assertThat(run(Map.of("HOME", directory.resolve("home").toString())).exitCode())
                .isZero();
    }

    private CliRun run(Map<String, String> environment) {
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .timeToFirstByte(Duration.ofMillis(300))
                .start()) {
            return CliRun.with(
                    environment,
                    "text-to-video",
                    "a cat",
                    "--force",
                    "-o",
                    directory.resolve("out.mp4").toString(),
                    "--base-url",
                    emulator.baseUrl().toString());
        }
    }
}
