package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.video.VideoClip;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the video goes: files, pipes and stdout, through a shell as people use it. */
@DisabledOnOs(OS.WINDOWS)
class OutputTests {

    private static final byte[] VIDEO = playable();

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ChutesEmulator emulator = ChutesEmulator.start();

    @TempDir
    Path directory;

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-o - > out",
                "-o - | cat > out",
                "-o /dev/stdout > out",
                "-o /proc/self/fd/1 | cat > out",
                "-o /dev/fd/1 > out",
                "-o - --force > out",
                "-o - --json > out"
            })
    void writesNothingButTheVideoToAStream(String how) throws Exception {
        emulator.enqueue(Reply.video(VIDEO));

        int exitCode = shell("chutes text-to-video 'a cat' -q " + how);

        assertThat(exitCode).as(said()).isZero();
        assertThat(directory.resolve("out")).hasBinaryContent(VIDEO);
    }

    @Test
    void appendsToWhatTheShellAppendsTo() throws Exception {
        emulator.enqueue(Reply.video(VIDEO));

        assertThat(shell("{ printf head; chutes text-to-video 'a cat' -q -o /dev/stdout; } >> out"))
                .isZero();

        assertThat(Files.size(directory.resolve("out"))).isEqualTo(4 + VIDEO.length);
        assertThat(Files.readString(directory.resolve("out"), StandardCharsets.ISO_8859_1))
                .startsWith("head");
    }

    @Test
    void reportsOnStderrWhenTheVideoIsOnStdout() throws Exception {
        emulator.enqueue(Reply.video(VIDEO));

        assertThat(shell("chutes text-to-video 'a cat' -q --json -o - > out")).isZero();

        assertThat(said()).contains("\"bytes\":" + VIDEO.length);
    }

    @Test
    void writesThroughAPipeOfTheUser() throws Exception {
        emulator.enqueue(Reply.video(VIDEO));

        assertThat(shell("mkfifo pipe; cat pipe > out & chutes text-to-video 'a cat' -q -o pipe && wait"))
                .as(said())
                .isZero();

        assertThat(directory.resolve("out")).hasBinaryContent(VIDEO);
        assertThat(Files.isRegularFile(directory.resolve("pipe"))).isFalse();
    }

    @Test
    void failsWhenItsReaderLeaves() throws Exception {
        emulator.enqueue(Reply.videoOfSize(20_000_000));

        assertThat(shell("set -o pipefail; chutes text-to-video 'a cat' -q -o - | head -c 10 > out"))
                .isEqualTo(7);

        assertThat(said()).contains("/dev/stdout: Broken pipe after", "very likely billed");
    }

    @Test
    void reportsAFullDevice() throws Exception {
        emulator.enqueue(Reply.video(VIDEO));

        assertThat(shell("chutes text-to-video 'a cat' -q -o /dev/full")).isEqualTo(7);

        assertThat(said()).contains("/dev/full: No space left on device after 0 bytes", "very likely billed");
    }

    @Test
    void namesTheTargetThatCouldNotBeWrittenForScripts() throws Exception {
        emulator.enqueue(Reply.video(VIDEO));

        assertThat(shell("chutes text-to-video 'a cat' -q --json -o /dev/full")).isEqualTo(7);

        assertThat(said()).contains("\"file\":\"/dev/full\",\"part\":null");
    }

    @ParameterizedTest
    @CsvSource({
        "videos/, names a directory; add the name of a file",
        "'', has no file name",
        "/, has no file name",
        "., is a directory",
        "missing/cat.mp4, no such file or directory"
    })
    void refusesANameBeforeItPays(String name, String message) throws Exception {
        assertThat(shell("chutes text-to-video 'a cat' -q -o '" + name + "'")).isEqualTo(2);

        assertThat(said()).contains(message);
        assertThat(emulator.requestCount()).isZero();
        assertThat(Folder.names(directory)).isSubsetOf("said", "cache", "chutes");
    }

    @Test
    void refusesANameThatIsTooLongBeforeItPays() throws Exception {
        assertThat(shell("chutes text-to-video 'a cat' -q -o " + "x".repeat(300) + ".mp4"))
                .isEqualTo(2);

        assertThat(said()).contains("File name too long");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void keepsTheVideosOfTwoRunsWithOneTarget() throws Exception {
        emulator.enqueue(Reply.video(VIDEO).withDelay(Duration.ofSeconds(8)), Reply.video(VIDEO));
        Process first = start("chutes text-to-video 'a cat' -o cat.mp4");
        emulator.takeRequest(SOON);
        Process second = start("chutes text-to-video 'a cat' -o cat.mp4");

        assertThat(exitCode(second)).as(said()).isZero();
        assertThat(exitCode(first)).as(said()).isZero();

        assertThat(directory.resolve("cat.mp4")).hasBinaryContent(VIDEO);
        assertThat(directory.resolve("cat.2.mp4")).hasBinaryContent(VIDEO);
        assertThat(said()).contains("saved as cat.2.mp4, because cat.mp4 exists");
    }

    private int shell(String script) throws Exception {
        return exitCode(start(script));
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(String script) throws IOException {
        Path tool = directory.resolve("chutes");
        List<String> command = new ArrayList<>();
        Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChutesCli.class.getName())
                .map(word -> "'" + word + "'")
                .forEach(command::add);
        Files.writeString(
                tool,
                "#!/bin/sh\nexec " + String.join(" ", command) + " \"$@\" --base-url " + emulator.baseUrl() + "\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "PATH=.:$PATH; " + script)
                .directory(directory.toFile())
                .redirectOutput(Redirect.appendTo(directory.resolve("said").toFile()))
                .redirectError(Redirect.appendTo(directory.resolve("said").toFile()));
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        return builder.start();
    }

    private String said() throws IOException {
        return Files.readString(directory.resolve("said"));
    }

    private static byte[] playable() {
        return VideoClip.builder(64, 64).build().toMp4();
    }
}
