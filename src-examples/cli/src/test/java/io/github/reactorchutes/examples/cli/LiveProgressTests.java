package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveProgressTests {

    @TempDir
    Path directory;

    @Test
    void drawsTheWaitAndTheStreamOnATerminal() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.video().withDelay(Duration.ofMillis(700)).drip(100_000, Duration.ofMillis(100)));
            CliRun run = CliRun.in(
                    new Shell(name -> null, new Terminal(() -> 80), new Interruption(), InputStream.nullInputStream()),
                    "text-to-video",
                    "a cat",
                    "-o",
                    directory.resolve("out.mp4").toString(),
                    "--base-url",
                    emulator.baseUrl().toString());
            assertThat(run.exitCode()).isZero();
            assertThat(run.err())
                    .containsPattern("\r\u001b\\[Kwaiting for the video, 0\\.\\d s")
                    .containsPattern("receiving, [\\d,.]+ (bytes|MB), \\d+\\.\\d MB/s")
                    .contains("saved ")
                    .endsWith("\r\u001b[K");
        }
    }
}
