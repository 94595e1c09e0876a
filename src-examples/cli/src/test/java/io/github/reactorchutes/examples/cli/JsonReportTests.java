package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTests {

    @TempDir
    Path directory;

    private final Path video = Path.of("out.mp4");

    @Test
    void reportsOneLineThatMatchesTheFile() throws Exception {
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .timeToFirstByte(Duration.ofMillis(300))
                .start()) {
            JsonNode report = report(run(emulator));
            byte[] bytes = Files.readAllBytes(directory.resolve(video));
            assertThat(report.get("file").asString())
                    .isEqualTo(directory.resolve(video).toString());
            assertThat(report.get("bytes").asLong()).isEqualTo(bytes.length);
            assertThat(report.get("sha256").asString()).isEqualTo(sha256(bytes));
            assertThat(report.get("invocationId").asString()).hasSize(36);
            assertThat(report.get("firstByteMillis").asLong()).isBetween(300L, 20_000L);
            assertThat(report.get("totalMillis").asLong())
                    .isGreaterThanOrEqualTo(report.get("firstByteMillis").asLong());
            assertThat(report.get("attempts").asInt()).isEqualTo(1);
            assertThat(report.get("width").asInt()).isEqualTo(52);
            assertThat(report.get("height").asInt()).isEqualTo(30);
            assertThat(report.get("frames").asInt()).isEqualTo(81);
            assertThat(report.get("durationMillis").asInt()).isEqualTo(3375);
        }
    }

    @Test
    void waitsForAColdChuteAndCountsTheAttempts() throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            emulator.enqueue(Reply.coldStart(2));
            CliRun run = run(emulator, "--retries", "2");
            assertThat(report(run).get("attempts").asInt()).isEqualTo(3);
            assertThat(run.err())
                    .contains("attempt 1 of 3 failed: text-to-video: the server answered 503")
                    .contains("attempt 2 of 3 failed")
                    .contains("; trying again")
                    .doesNotContain("attempt 3");
            assertThat(emulator.requestCount()).isEqualTo(3);
        }
    }

    @Test
    void givesUpWhenTheRetriesAreUsedUp() throws Exception {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.coldStart(2));
            CliRun run = run(emulator, "--retries", "1");
            assertThat(run.exitCode()).isEqualTo(4);
            assertThat(run.err()).contains("attempt 1 of 2 failed").contains("attempt 2 of 2 failed");
            assertThat(Folder.names(directory)).isEmpty();
        }
    }

    @Test
    void doesNotSendAgainWhatMayBeBilled() {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(Reply.gatewayTimeout());
            assertThat(run(emulator, "--retries", "3").exitCode()).isEqualTo(6);
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    private CliRun run(ChutesEmulator emulator, String... options) {
        return CliRun.of(Stream.concat(
                        Stream.of(
                                "text-to-video",
                                "a cat",
                                "--json",
                                "-o",
                                directory.resolve(video).toString(),
                                "--base-url",
                                emulator.baseUrl().toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private static JsonNode report(CliRun run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        return JsonMapper.shared().readTree(run.out());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
