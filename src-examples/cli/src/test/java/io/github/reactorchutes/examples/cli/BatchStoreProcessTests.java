package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** Real processes share one file of prompts, and some are killed. */
class BatchStoreProcessTests {

    private static final int PROMPTS = 500;

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Process::destroyForcibly);
        emulator.close();
    }

    private String store(TestDatabase database) {
        return database == TestDatabase.SQLITE
                ? directory.resolve("store").toString()
                : PostgresServer.shared().newDatabase();
    }

    private CliProcess child(String name) throws IOException {
        return new CliProcess(Files.createDirectories(directory.resolve(name)));
    }

    private Process start(CliProcess child, BatchFolder batch, String... more) throws IOException {
        Process process = child.start(batch.arguments(more).toArray(String[]::new));
        started.add(process);
        return process;
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(2 * SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** With SQLite each has its own folder for videos; with PostgreSQL they write the same one. */
    @ParameterizedTest
    @EnumSource
    void twoProcessesCallEveryRowOnce(TestDatabase database) throws Exception {
        boolean oneFolder = database == TestDatabase.POSTGRESQL;
        Path second = oneFolder ? directory : Files.createDirectories(directory.resolve("second"));
        BatchFolder one = new BatchFolder(directory, emulator).withPrompts(PROMPTS);
        BatchFolder other = new BatchFolder(second, emulator).withPrompts(PROMPTS);
        String store = store(database);
        CliProcess a = child("a");
        CliProcess b = child("b");

        Process first = start(a, one, "--store", store, "--json");
        Process last = start(b, other, "--store", store, "--json");

        assertThat(exitCode(first)).as(a.err()).isZero();
        assertThat(exitCode(last)).as(b.err()).isZero();
        assertThat(emulator.requestCount()).isEqualTo(PROMPTS);
        assertThat(one.sent())
                .hasSize(PROMPTS)
                .allSatisfy((prompt, calls) -> assertThat(calls).isEqualTo(1));
        one.assertMade(PROMPTS);
        other.assertMade(PROMPTS);
        int madeByBoth = made(a) + made(b);
        assertThat(madeByBoth).isBetween(PROMPTS / 2, PROMPTS);
        assertThat(made(b)).as("the second process worked, too").isPositive();
    }

    /** The emulator rejects a second call at a time, which would be recorded and tried again. */
    @ParameterizedTest
    @EnumSource
    void twoProcessesShareTheLimitsOfTheAccount(TestDatabase database) throws Exception {
        try (ChutesEmulator narrow = ChutesEmulator.builder()
                .smallVideos(true)
                .concurrency(1)
                .timeToFirstByte(Duration.ofMillis(200))
                .start()) {
            BatchFolder batch = new BatchFolder(directory, narrow).withPrompts(12);
            String store = store(database);
            CliProcess a = child("a");
            CliProcess b = child("b");

            Process first = start(a, batch, "--store", store, "--max-calls", "1");
            Process last = start(b, batch, "--store", store, "--max-calls", "1");

            assertThat(exitCode(first)).as(a.err()).isZero();
            assertThat(exitCode(last)).as(b.err()).isZero();
            assertThat(narrow.requestCount()).isEqualTo(12);
            batch.assertMade(12);
        }
    }

    private static int made(CliProcess process) throws IOException {
        return JsonMapper.shared().readTree(process.out()).get("made").asInt();
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithoutAProcessThatWasKilledWhileItSent(TestDatabase database) throws Exception {
        emulator.enqueue(Reply.silent());

        assertDecided(database, "sending", "unknown");
    }

    @ParameterizedTest
    @EnumSource
    void goesOnWithoutAProcessThatWasKilledWhileItReceived(TestDatabase database) throws Exception {
        emulator.enqueue(Reply.video().drip(100, Duration.ofHours(1)));

        assertDecided(database, "receiving", "lost");
    }

    private void assertDecided(TestDatabase database, String atItsDeath, String decided) throws Exception {
        BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(5);
        String store = store(database);
        Process killed = start(child("killed"), batch, "--store", store, "--dead-after", "2s", "--concurrency", "1");
        await(() -> Files.exists(directory.resolve("store/jobs.db")) || database == TestDatabase.POSTGRESQL);
        await(() -> list(store, atItsDeath).lines().count() == 1);
        CliProcess other = child("other");
        Process goesOn = start(other, batch, "--store", store, "--dead-after", "2s");
        await(() -> emulator.requestCount() >= 2);
        killed.destroyForcibly();

        assertThat(exitCode(goesOn)).as(other.err()).isEqualTo(6);
        assertThat(batch.sent().values()).containsOnly(1L);
        assertThat(emulator.requestCount()).isEqualTo(5);
        String id = list(store, decided).substring(0, 36);
        assertThat(other.out()).contains("unknown jobs may have been paid", "chutes jobs resend --store", id);
        assertThat(other.err()).contains("the worker is gone");

        assertThat(CliRun.of("jobs", "resend", "--store", store, "--all", decided, "--yes")
                        .exitCode())
                .isZero();
        CliRun last = batch.run("--store", store);
        assertThat(last.exitCode()).as(last.err()).isZero();
        batch.assertMade(5);
        assertThat(batch.sent().values()).containsOnlyOnce(2L).contains(1L);
    }

    private static String list(String store, String state) {
        return CliRun.of("jobs", "list", "--store", store, "--state", state).out();
    }

    private static void await(BooleanSupplier condition) {
        long giveUp = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(giveUp);
            Thread.onSpinWait();
        }
    }

    @Test
    void worksInAnAsciiLocaleAndANarrowTerminal() throws Exception {
        BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(3);
        CliProcess child = child("narrow").with("LC_ALL", "C").onTerminal(24);

        CliRun run =
                child.run(batch.arguments("--store", store(TestDatabase.SQLITE)).toArray(String[]::new));

        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).containsPattern("made +3\r?\n");
        batch.assertMade(3);
    }

    @Test
    void namesAFolderThatTheLocaleCannotEncode() throws Exception {
        BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(1);
        CliProcess child = child("ascii").with("LC_ALL", "C");

        CliRun run = child.run(batch.arguments("--store", "böse").toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--store");
    }

    @Test
    void takesThePasswordOfPostgresFromTheEnvironmentOfTheProcess() throws Exception {
        BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(2);
        String store = store(TestDatabase.POSTGRESQL).replaceFirst("\\?.*", "");
        CliProcess child = child("env");
        Map.of("PGUSER", "postgres", "PGPASSWORD", "hunter2").forEach(child::with);

        CliRun run = child.run(batch.arguments("--store", store, "--verbose").toArray(String[]::new));

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out() + run.err()).doesNotContain("hunter2");
    }
}
