package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The tool as a separate process in real terminals. */
@EnabledOnOs(OS.LINUX)
class TerminalTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final String CLEAR = "\r\u001b[K";

    private static final String ESCAPE = "\u001b";

    @TempDir
    Path directory;

    private ChutesEmulator emulator;

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .timeToFirstByte(Duration.ofSeconds(1))
                .start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void drawsLinesThatFit() throws Exception {
        CliProcess process = new CliProcess(directory).onTerminal(24);

        CliRun run = process.run("text-to-video", "a cat", "-o", "out.mp4", "--base-url", url());

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains(CLEAR + "waiting for the video, ");
        assertThat(run.out().split(CLEAR.replace("[", "\\["), -1))
                .filteredOn(drawn -> drawn.startsWith("waiting") || drawn.startsWith("sending"))
                .isNotEmpty()
                .allSatisfy(drawn -> assertThat(drawn.length()).isLessThan(24));
    }

    @Test
    void drawsOnStderrWhenStdoutIsAFile() throws Exception {
        CliProcess process = new CliProcess(directory).onTerminal(80).then("> report");

        assertThat(process.run("text-to-video", "a cat", "-o", "out.mp4", "--base-url", url())
                        .out())
                .contains(CLEAR + "waiting for the video, ");
    }

    @Test
    void printsPlainLinesWhenStderrIsAFile() throws Exception {
        CliProcess process = new CliProcess(directory).onTerminal(80).then("2>&1 | cat");

        assertThat(process.run("text-to-video", "a cat", "-o", "out.mp4", "--base-url", url())
                        .out())
                .contains("waiting for the video")
                .doesNotContain(ESCAPE);
    }

    @Test
    void printsPlainLinesOnADumbTerminal() throws Exception {
        CliProcess process = new CliProcess(directory).with("TERM", "dumb").onTerminal(80);

        assertThat(process.run("text-to-video", "a cat", "-o", "out.mp4", "--base-url", url())
                        .out())
                .contains("waiting for the video")
                .doesNotContain(ESCAPE);
        assertThat(process.run("--help").out()).contains("Usage").doesNotContain(ESCAPE);
    }

    @Test
    void usesColourOnlyOnATerminalThatWantsIt() throws Exception {
        assertThat(new CliProcess(directory)
                        .with("TERM", "xterm")
                        .onTerminal(80)
                        .run("--help")
                        .out())
                .contains(ESCAPE);
        assertThat(new CliProcess(directory).with("TERM", "xterm").run("--help").out())
                .doesNotContain(ESCAPE);
        assertThat(new CliProcess(directory)
                        .with("TERM", "xterm")
                        .onTerminal(80)
                        .then("| cat")
                        .run("--help")
                        .out())
                .doesNotContain(ESCAPE);
        assertThat(new CliProcess(directory)
                        .with("TERM", "xterm")
                        .with("NO_COLOR", "1")
                        .onTerminal(80)
                        .run("--help")
                        .out())
                .doesNotContain(ESCAPE);
    }

    @Test
    void endsABatchAtTheSecondCtrlC() throws Exception {
        emulator.when(request -> true).thenReply(Reply.silent());
        BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(4);
        CliProcess tool = new CliProcess(directory);
        Process process = tool.start(batch.arguments("--concurrency", "2").toArray(String[]::new));
        emulator.takeRequest(SOON);
        emulator.takeRequest(SOON);

        interrupt(process);
        awaitError(tool, "finishing 2 videos, up to 60 s; press Ctrl-C again to abandon them (they may be billed)");
        interrupt(process);

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(tool.err()).isEqualTo(130);
        assertThat(tool.out()).containsPattern("unknown: no answer +2").containsPattern("not begun +2");
        assertThat(batch.events().values()).hasSize(2);
    }

    @Test
    void cancelsAVideoAtTheFirstCtrlC() throws Exception {
        emulator.enqueue(Reply.silent());
        CliProcess tool = new CliProcess(directory);
        Process process = tool.start("text-to-video", "a cat", "-o", "out.mp4", "--json", "--base-url", url());
        emulator.takeRequest(SOON);

        interrupt(process);

        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(tool.err()).isEqualTo(130);
        assertThat(tool.err()).contains("interrupted; nothing was saved (the generation may still run and be billed)");
        assertThat(tool.out()).contains("\"kind\":\"interrupted\",\"exitCode\":130,\"billed\":\"maybe\"");
        assertThat(Folder.names(directory)).noneMatch(name -> name.contains("out.mp4"));
    }

    private static void interrupt(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    private static void awaitError(CliProcess tool, String line) throws Exception {
        long giveUp = System.nanoTime() + SOON.toNanos();
        while (!tool.err().contains(line) && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        assertThat(tool.err()).contains(line);
    }

    private String url() {
        return emulator.baseUrl().toString();
    }
}
