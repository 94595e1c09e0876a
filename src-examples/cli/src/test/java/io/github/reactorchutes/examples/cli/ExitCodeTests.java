package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A failed run ends with its exit code and one readable line, and leaves nothing behind. */
class ExitCodeTests {

    private static ChutesEmulator emulator;

    @TempDir
    Path directory;

    @BeforeAll
    static void startEmulator() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
    }

    @AfterEach
    void forgetReplies() {
        emulator.reset();
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of(PlatformError.INVALID_INPUT.reply(), 3, "Invalid input parameters"),
                Arguments.of(PlatformError.INVALID_TOKEN.reply(), 3, "(check CHUTES_API_TOKEN or --token-file)"),
                Arguments.of(PlatformError.QUOTA_EXCEEDED.reply(), 3, "quota resets at 2026-01-02T00:00:00Z"),
                Arguments.of(
                        PlatformError.QUOTA_EXCEEDED_WITHOUT_RESET.reply(), 3, "chutes account shows what is left"),
                Arguments.of(PlatformError.SUBSCRIPTION_CAP_EXCEEDED.reply(), 3, "shows when the cap resets"),
                Arguments.of(PlatformError.BALANCE_REQUIRED_FOR_TEE.reply(), 3, "waiting does not help"),
                Arguments.of(PlatformError.CREATOR_WITHOUT_BALANCE.reply(), 4, "zero balance"),
                Arguments.of(PlatformError.REPEATED_PROMPT.reply(), 3, "change the prompt"),
                Arguments.of(PlatformError.INSTANCE_TIMEOUT.reply(), 6, "may still run and be billed"),
                Arguments.of(PlatformError.INSTANCE_FAILED.reply(), 6, "CUDA out of memory"),
                Arguments.of(PlatformError.PERMISSION_DENIED.reply(), 3, "403"),
                Arguments.of(PlatformError.NO_MATCHING_CORD.reply(), 3, "(check --base-url)"),
                Arguments.of(PlatformError.CAPACITY.reply(), 3, "--retries"),
                Arguments.of(PlatformError.EDGE_RATE_LIMITED.reply(), 3, "wait some minutes"),
                Arguments.of(PlatformError.TARGETS_EXHAUSTED.reply(), 6, "may still run and be billed"),
                Arguments.of(PlatformError.BAD_GATEWAY.reply(), 6, "502"),
                Arguments.of(PlatformError.COLD_START.reply(), 4, "--retries"),
                Arguments.of(PlatformError.CHUTE_DISABLED.reply(), 4, "disabled"),
                Arguments.of(PlatformError.GATEWAY_TIMEOUT.reply(), 6, "504"),
                Arguments.of(Reply.silent(), 6, "waiting for the first byte"),
                Arguments.of(Reply.closed(), 6, "may still run and be billed"),
                Arguments.of(Reply.reset(), 6, "may still run and be billed"),
                Arguments.of(Reply.videoOfSize(100_000).cutAfter(50_000), 5, "probably billed"),
                Arguments.of(Reply.videoOfSize(100_000).resetAfter(50_000), 5, "bytes"),
                Arguments.of(Reply.videoOfSize(100_000).stallAfter(50_000), 5, "nothing"),
                Arguments.of(Reply.video("<html>busy</html>".getBytes(StandardCharsets.US_ASCII)), 5, "is text"),
                Arguments.of(Reply.json(200, "{\"detail\":\"queued\"}"), 5, "instead of a video"),
                Arguments.of(Reply.accepted(), 5, "202"),
                Arguments.of(Reply.redirect("http://127.0.0.1:1/"), 5, "307"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void tellsWhatTheServerDid(Reply reply, int exitCode, String remark) throws Exception {
        emulator.enqueue(reply);
        CliRun run = run("--first-byte-timeout", "500ms", "--idle-timeout", "500ms");
        assertFailed(run, exitCode, remark);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        CliRun run =
                CliRun.of("text-to-video", "a cat", "-q", "-o", target(), "--base-url", "http://127.0.0.1:" + port);
        assertFailed(run, 4, "is the server up");
    }

    @Test
    void tellsWhichFieldIsInvalid() throws Exception {
        assertFailed(run("--fps", "99"), 2, "fps must be between 16 and 60 but was 99");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void tellsThatAnOptionIsNoNumber() throws Exception {
        CliRun run = run("--fps", "many");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("'many' is not an int").contains("Try 'chutes text-to-video --help'");
        assertThat(Folder.names(directory)).isEmpty();
    }

    @Test
    void tellsThatTheImageIsMissing() throws Exception {
        CliRun run = CliRun.of(
                "image-to-video", "a cat", "-q", "--image", "missing.png", "-o", target(), "--base-url", url());
        assertFailed(run, 2, "missing.png does not exist");
    }

    @Test
    void tellsThatAnImageUrlIsNotSafe() throws Exception {
        CliRun run = CliRun.of(
                "fast-image-to-video",
                "a cat",
                "-q",
                "--image",
                "http://example.org/a.png",
                "-o",
                target(),
                "--base-url",
                url());
        assertFailed(run, 2, "https");
    }

    @Test
    void tellsThatAFieldIsNull() throws Exception {
        assertFailed(run("--field", "a=null"), 2, "which the platform does not accept");
    }

    @Test
    void tellsThatTheDirectoryIsMissing() throws Exception {
        CliRun run = CliRun.of("text-to-video", "a cat", "-q", "-o", directory + "/no/such.mp4", "--base-url", url());
        assertFailed(run, 2, "no such file or directory");
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void tellsThatTheTargetIsADirectory() throws Exception {
        CliRun run = CliRun.of("text-to-video", "a cat", "-q", "-o", directory.toString(), "--base-url", url());
        assertFailed(run, 2, "is a directory");
    }

    @Test
    void keepsAnExistingFileUnlessForced() throws Exception {
        Files.writeString(Path.of(target()), "precious");
        CliRun run = run();
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("use --force");
        assertThat(Path.of(target())).hasContent("precious");
        assertThat(run("--force").exitCode()).isZero();
        assertThat(Files.size(Path.of(target()))).isGreaterThan(1000);
        assertThat(Folder.names(directory)).containsExactly("out.mp4");
    }

    @Test
    void keepsAnExistingFileWhenAForcedRunFails() throws Exception {
        Files.writeString(Path.of(target()), "precious");
        emulator.enqueue(Reply.videoOfSize(100_000).cutAfter(50_000));
        assertThat(run("--force").exitCode()).isEqualTo(5);
        assertThat(Path.of(target())).hasContent("precious");
        assertThat(Folder.names(directory)).containsExactly("out.mp4");
    }

    @Test
    void verboseShowsTheStackTrace() {
        emulator.enqueue(PlatformError.INVALID_TOKEN.reply());
        assertThat(run("--verbose").err()).contains("\tat io.github.reactorchutes");
        emulator.enqueue(PlatformError.INVALID_TOKEN.reply());
        CliRun before = CliRun.of("--verbose", "text-to-video", "a cat", "-o", target(), "--base-url", url());
        assertThat(before.err()).contains("\tat io.github.reactorchutes");
    }

    private CliRun run(String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("text-to-video", "a cat", "-q", "-o", target(), "--base-url", url()));
        arguments.addAll(List.of(options));
        return CliRun.of(arguments.toArray(String[]::new));
    }

    private void assertFailed(CliRun run, int exitCode, String remark) throws Exception {
        assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .startsWith("chutes: ")
                .contains(remark);
        assertThat(run.out()).isEmpty();
        assertThat(Folder.names(directory)).isEmpty();
    }

    private String target() {
        return directory.resolve("out.mp4").toString();
    }

    private static String url() {
        return emulator.baseUrl().toString();
    }
}
