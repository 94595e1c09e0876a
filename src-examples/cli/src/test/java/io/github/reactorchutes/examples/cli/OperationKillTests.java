package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.EmulatedOperation;
import io.github.reactorchutes.test.OperationStatus;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process that starts an operation is killed at the worst moments, and the same command is repeated. */
class OperationKillTests {

    private static final int SIGKILL = 137;

    private static final int ARTIFACT = 5_000_000;

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().operationTime(Duration.ZERO).start();

    @AfterEach
    void stopEmulator() {
        emulator.close();
    }

    @Test
    void findsTheOperationWhoseAnswerItNeverGot() throws Exception {
        emulator.operations().nextStart(reply -> Reply.silent());
        Process process = start();
        await(() -> !emulator.operations().started().isEmpty());
        kill(process);
        assertThat(journal()).contains("\"key\"").doesNotContain("\"operation\"");

        assertThat(repeated()).isZero();

        assertThat(only().submissions()).isEqualTo(2);
        assertWhole();
    }

    @Test
    void goesOnWaiting() throws Exception {
        emulator.operations().time(Duration.ofDays(1));
        Process process = start();
        await(() -> journal().contains("\"operation\""));
        kill(process);
        only().become(OperationStatus.SUCCEEDED);

        assertThat(repeated()).isZero();

        assertThat(only().submissions()).isEqualTo(1);
        assertWhole();
    }

    @Test
    void goesOnInTheMiddleOfTheArtifact() throws Exception {
        emulator.operations().artifactBytes(ARTIFACT).nextArtifact(reply -> reply.drip(50_000, Duration.ofMillis(20)));
        Process process = start();
        await(() -> partBytes() > 400_000);
        kill(process);
        long left = partBytes();
        assertThat(left).isBetween(400_000L, ARTIFACT - 1L);

        assertThat(repeated()).isZero();

        assertThat(ranges()).containsExactly("", "bytes=" + left + "-");
        assertThat(only().submissions()).isEqualTo(1);
        assertThat(Files.size(directory.resolve("fox.mp4"))).isEqualTo(ARTIFACT);
        assertWhole();
    }

    private List<String> ranges() {
        return emulator.requests().stream()
                .filter(request -> request.path().contains("/artifacts/"))
                .map(request -> request.header("Range").orElse(""))
                .toList();
    }

    /** Compare with the same artifact, fetched by a plain client in one piece. */
    private void assertWhole() throws Exception {
        Path other = directory.resolve("other.mp4");
        CliRun fetched = CliRun.of(
                "operation",
                "fetch",
                only().id(),
                "-o",
                other.toString(),
                "--base-url",
                emulator.baseUrl().toString());
        assertThat(fetched.exitCode()).as(fetched.err()).isZero();
        assertThat(directory.resolve("fox.mp4")).hasSameBinaryContentAs(other);
        assertThat(Folder.names(directory)).contains("fox.mp4").noneMatch(name -> name.startsWith("fox.mp4."));
    }

    private EmulatedOperation only() {
        assertThat(emulator.operations().started()).hasSize(1);
        return emulator.operations().started().get(0);
    }

    private int repeated() throws Exception {
        Process process = start();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(said()).doesNotContain("starts another");
        return process.exitValue();
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(SIGKILL);
    }

    private Process start() throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                ChutesCli.class.getName(),
                "operation",
                "start",
                "harbor/director",
                "prompt=a fox",
                "-o",
                directory.resolve("fox.mp4").toString(),
                "--base-url",
                emulator.baseUrl().toString());
        process.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        return process.redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile())
                .start();
    }

    private void await(BooleanSupplier condition) throws IOException {
        long giveUp = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as(said()).isTrue();
    }

    private long partBytes() {
        return directory.resolve("fox.mp4.part").toFile().length();
    }

    private String journal() {
        try {
            Path journal = directory.resolve("fox.mp4.operation");
            return Files.exists(journal) ? Files.readString(journal) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }
}
