package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool as a separate process, ended by signals while it saves. */
class KilledProcessTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int SIGTERM = 143;

    private static final int SIGKILL = 137;

    private static final Reply SLOW = Reply.videoOfSize(50_000_000).drip(50_000, Duration.ofMillis(5));

    @TempDir
    Path directory;

    private final ChutesEmulator emulator = ChutesEmulator.start();

    @AfterEach
    void stopEmulator() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000, 4_000_000})
    void leavesNothingUnderTheFinalNameWhenKilled(long bytes) throws Exception {
        Process process = savingSince(bytes);

        process.destroyForcibly();

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGKILL);
        assertThat(videos()).allMatch(name -> name.matches("\\.out\\.mp4\\.\\w+\\.part"));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000_000})
    void leavesNothingAtAllWhenTerminated(long bytes) throws Exception {
        Process process = savingSince(bytes);
        RecordedRequest request = emulator.requests().get(0);

        process.destroy();

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said()).isEqualTo(SIGTERM);
        assertThat(videos()).isEmpty();
        assertThat(said()).contains("interrupted; nothing was saved").doesNotContain("gave up");
        assertThat(request.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
    }

    @Test
    void keepsTheOldVideoWhenKilledWhileReplacingIt() throws Exception {
        Files.writeString(directory.resolve("out.mp4"), "precious");
        Process process = savingSince(1_000_000, "--force");

        process.destroyForcibly();

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("out.mp4")).hasContent("precious");
    }

    private Process savingSince(long bytes, String... options) throws IOException {
        emulator.enqueue(SLOW);
        Process process = start(options);
        RecordedRequest request = emulator.takeRequest(SOON);
        long giveUp = System.nanoTime() + SOON.toNanos();
        while ((request.bytesWritten() < bytes || partBytes() < bytes / 2) && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        assertThat(partBytes()).as(said()).isGreaterThanOrEqualTo(bytes / 2);
        return process;
    }

    private Process start(String... options) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ChutesCli.class.getName(),
                "text-to-video",
                "a cat",
                "-o",
                directory.resolve("out.mp4").toString(),
                "--base-url",
                emulator.baseUrl().toString());
        process.command().addAll(List.of(options));
        process.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        return process.redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
    }

    private long partBytes() throws IOException {
        return videos().stream()
                .filter(name -> name.endsWith(".part"))
                .mapToLong(name -> directory.resolve(name).toFile().length())
                .sum();
    }

    private List<String> videos() throws IOException {
        return Folder.names(directory).stream()
                .filter(name -> name.contains("out.mp4"))
                .toList();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }
}
