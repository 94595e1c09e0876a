package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BatchKillTests {

    private static final int PROMPTS = 120;

    private static final int KILLS = 5;

    private static final int CONCURRENCY = 4;

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();

    private final Random random = new Random(seed);

    @Test
    void paysNothingTwiceThatIsOnDiskHoweverOftenItIsKilled() throws Exception {
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .timeToFirstByte(Duration.ofMillis(20))
                .start()) {
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(PROMPTS);
            for (int i = 0; i < KILLS; i++) {
                killAfter(emulator, batch, 2 + random.nextInt(7));
            }

            CliRun goesOn = batch.run();
            List<String> onDisk = batch.files();
            assertThat(goesOn.exitCode()).as("seed %d: %s", seed, goesOn.err()).isIn(0, 6);
            assertThat(onDisk).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(PROMPTS - KILLS * CONCURRENCY);
            assertThat(batch.sent().values()).as("seed %d", seed).containsOnly(1L);

            assertThat(batch.run("--resend-unknown").exitCode()).isZero();
            Map<String, Long> sent = batch.sent();
            assertThat(onDisk)
                    .as("seed %d", seed)
                    .allSatisfy(id -> assertThat(sent).containsEntry(id, 1L));
            assertWholeAndOnce(batch);
        }
    }

    /** Files and entries agree, byte for byte. */
    private void assertWholeAndOnce(BatchFolder batch) throws Exception {
        batch.assertMade(PROMPTS);
        assertThat(batch.events().values())
                .allSatisfy(
                        events -> assertThat(events).containsOnlyOnce("SAVED").endsWith("SAVED"));
        for (JsonNode entry : batch.entries().filter(BatchKillTests::isSaved).toList()) {
            Path video = batch.videos().resolve(entry.get("job").asString() + ".mp4");
            assertThat(Files.size(video)).isEqualTo(entry.get("bytes").asLong());
            if (entry.has("sha256")) {
                assertThat(sha256(video)).isEqualTo(entry.get("sha256").asString());
            }
        }
    }

    private static boolean isSaved(JsonNode entry) {
        return entry.get("event").asString().equals("SAVED");
    }

    private void killAfter(ChutesEmulator emulator, BatchFolder batch, int requests) throws Exception {
        Process process = fork(batch);
        try {
            awaitRequests(emulator, emulator.requestCount() + requests);
            spin(random.nextInt(40_000_000));
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        emulator.awaitIdle(SOON);
    }

    private static void awaitRequests(ChutesEmulator emulator, int count) {
        long giveUp = System.nanoTime() + SOON.toNanos();
        while (emulator.requestCount() < count && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        assertThat(emulator.requestCount()).isGreaterThanOrEqualTo(count);
    }

    private Process fork(BatchFolder batch) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChutesCli.class.getName()));
        command.addAll(batch.arguments("--concurrency", String.valueOf(CONCURRENCY)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("kill.log").toFile())
                .start();
    }

    /** A moment of its own for each kill: within a write, an upload, a generation, a rename. */
    private static void spin(int nanos) {
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }
}
