package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a batch with a store must do on every database. */
abstract class BatchStoreKit {

    @TempDir
    Path directory;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    private BatchFolder batch = new BatchFolder(Path.of(""), emulator);

    private String store = "";

    /** Return an empty store. */
    abstract String newStore();

    final String store() {
        return store;
    }

    @BeforeEach
    void prepare() throws IOException {
        batch = new BatchFolder(directory, emulator).withPrompts(6);
        store = newStore();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    final CliRun run(String... more) {
        return batch.run(
                Stream.concat(Stream.of("--store", store), Stream.of(more)).toArray(String[]::new));
    }

    private CliRun jobs(String command, String... more) {
        List<String> words = new ArrayList<>(List.of("jobs", command, "--store", store));
        words.addAll(List.of(more));
        return CliRun.of(words.toArray(String[]::new));
    }

    private String idOf(CliRun run, String outcome) {
        JsonNode report = JsonMapper.shared().readTree(run.out());
        return report.get("jobs")
                .valueStream()
                .filter(job -> job.get("outcome").asString().equals(outcome))
                .map(job -> job.get("id").asString())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void makesEachVideoOnceWhicheverRunAsks() throws IOException {
        CliRun first = run();
        CliRun again = run();

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).containsPattern("made +6\n").contains("likely billed: 6\n");
        assertThat(first.errorLines()).contains("chutes: 6 videos, 6 to make");
        batch.assertMade(6);
        assertThat(again.exitCode()).isZero();
        assertThat(again.out()).containsPattern("skipped: on disk +6\n");
        assertThat(emulator.requestCount()).isEqualTo(6);
        assertThat(batch.journal()).doesNotExist();
    }

    @Test
    void writesAnotherFolderFromTheStoreAndPaysNothing() throws IOException {
        run();
        for (Path video : batch.videoFiles()) {
            Files.delete(video);
        }

        CliRun again = run("--json", "--videos", videos());

        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("\"skipped\":6", "\"reason\":\"from the store\"", "\"id\":");
        batch.assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(6);
    }

    /** The same prompts, and another folder for the videos. */
    private BatchFolder other(ChutesEmulator server) throws IOException {
        return new BatchFolder(Files.createDirectories(directory.resolve("other")), server).withPrompts(6);
    }

    @Test
    void reportsWhatOnlyAnotherMachineHas() throws IOException {
        run();

        CliRun elsewhere = other(emulator).run("--store", store);
        CliRun shared = other(emulator).run("--store", store, "--videos", videos());

        assertThat(elsewhere.exitCode()).as(elsewhere.err()).isZero();
        assertThat(elsewhere.out())
                .containsPattern(
                        store.startsWith("jdbc:postgresql")
                                ? "skipped: on another machine +6\n"
                                : "skipped: from the store +6\n");
        assertThat(shared.exitCode()).as(shared.err()).isZero();
        other(emulator).assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(6);
    }

    /** Where the first run kept its videos. */
    private String videos() {
        return store.startsWith("jdbc:postgresql")
                ? batch.videos().resolve(".chutes/videos").toString()
                : Path.of(store.replace("jdbc:sqlite:", ""))
                        .resolveSibling("videos")
                        .toString();
    }

    @Test
    void namesWhatSomebodyHasToDecideAndTheCommand() throws IOException {
        emulator.enqueue(Reply.gatewayTimeout());
        CliRun first = run("--json");

        assertThat(first.exitCode()).as(first.err()).isEqualTo(6);
        String id = idOf(first, "unknown");
        CliRun again = run();
        assertThat(again.exitCode()).isEqualTo(6);
        assertThat(again.out())
                .contains("unknown jobs may have been paid:", ", job " + id)
                .contains("chutes jobs resend --store " + shown() + " " + id)
                .doesNotContain("--resend-unknown");
        assertThat(emulator.requestCount()).isEqualTo(6);
        assertThat(jobs("list", "--state", "unknown,lost").out()).contains(id).hasLineCount(1);

        CliRun resent = jobs("resend", id, "--by", "ann");
        assertThat(resent.exitCode()).as(resent.err()).isZero();
        assertThat(jobs("resend", id).exitCode()).isEqualTo(2);
        CliRun last = run();

        assertThat(last.exitCode()).as(last.err()).isZero();
        batch.assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(7);
        assertThat(jobs("show", id).out())
                .contains("by ann: resend")
                .containsPattern("paidCalls +2\n")
                .containsPattern("state +done\n");
    }

    /** How messages name the store. */
    private String shown() {
        return store.startsWith("jdbc:postgresql") ? store.replaceFirst("\\?.*", "") : store;
    }

    /** Rows that may have been paid would be sent again. */
    @Test
    void refusesItsFolderWithoutTheStoreOrWithAnother() {
        emulator.enqueue(Reply.closed());
        assertThat(run().exitCode()).isEqualTo(6);
        int sent = emulator.requestCount();
        Path elsewhere = directory.resolve("elsewhere");

        CliRun without = batch.run();
        CliRun another = batch.run("--store", elsewhere.toString());

        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err())
                .startsWith("chutes: " + batch.videos() + " has the videos of a batch with --store ")
                .endsWith("; use it again, or choose another --out-dir\n");
        assertThat(batch.run("--dry-run").err()).isEqualTo(without.err());
        assertThat(another.exitCode()).isEqualTo(2);
        assertThat(another.err()).contains(" has the videos of --store ", "choose another --out-dir, or delete ");
        assertThat(elsewhere).doesNotExist();
        assertThat(emulator.requestCount()).isEqualTo(sent);
    }

    @Test
    void resendsUnknownJobsIfAsked() throws IOException {
        emulator.enqueue(Reply.gatewayTimeout());
        run();

        CliRun again = run("--resend-unknown");

        assertThat(again.exitCode()).as(again.err()).isZero();
        batch.assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(7);
    }

    @Test
    void triesAgainWhatCostNothing() throws IOException {
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply());
        CliRun stopped = run("--concurrency", "1");

        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.out())
                .containsPattern("failed: quota exceeded +1\n")
                .containsPattern("not begun +5\n")
                .contains("stopped: every other job would fail as well: quota exceeded; run it again to resume")
                .contains("likely billed: 0\n");
        assertThat(jobs("list", "--state", "failed,unknown").out()).isEmpty();

        CliRun later = run();
        assertThat(later.exitCode()).as(later.err()).isZero();
        batch.assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(7);
    }

    @Test
    void refusesAStoreOfAnotherServer() throws IOException {
        run();
        try (ChutesEmulator other = ChutesEmulator.start()) {
            CliRun run = other(other).run("--store", store);
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("has jobs of " + emulator.baseUrl() + ", not of " + other.baseUrl());
            assertThat(other.requestCount()).isZero();
        }
    }

    @Test
    void plansWithoutWritingAnything() throws IOException {
        CliRun before = run("--dry-run");

        assertThat(before.exitCode()).as(before.err()).isZero();
        assertThat(before.out()).contains("6 of 6 videos would be sent");
        assertThat(batch.videos()).doesNotExist();
        assertThat(jobs("list").exitCode()).isEqualTo(2);

        emulator.enqueue(Reply.gatewayTimeout());
        run();
        CliRun after = other(emulator).run("--store", store, "--dry-run", "--json");
        assertThat(after.out())
                .contains(
                        "\"would_send\":0",
                        "skipped: from the store",
                        "unknown: text-to-video: the server answered 504");
        assertThat(directory.resolve("other/videos")).doesNotExist();
    }

    @Test
    void givesBackWhatWasNotSentWhenItIsInterrupted() throws IOException {
        emulator.when(request -> true).thenReply(Reply.video().withDelay(Duration.ofMillis(500)));
        Shell shell = new Shell(name -> null, Terminal.NONE, new Interruption(), InputStream.nullInputStream());
        Thread waiter = new Thread(() -> {
            while (emulator.requestCount() < 2) {
                Thread.onSpinWait();
            }
            shell.interruption().interrupt();
        });
        waiter.start();

        CliRun run = CliRun.in(
                shell, batch.arguments("--store", store, "--concurrency", "2").toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(run.err()).contains("finishing 2 videos");
        assertThat(run.out()).containsPattern("made +2\n").containsPattern("not begun +4\n");
        batch.assertMade(emulator.requestCount());
        assertThat(jobs("list", "--state", "sending,receiving,storing,unknown,lost")
                        .out())
                .isEmpty();
        assertThat(run().exitCode()).isZero();
        assertThat(batch.sent().values()).containsOnly(1L);
    }

    @Test
    void abandonsCallsAtTheSecondInterruption() {
        emulator.when(request -> true).thenReply(Reply.silent());
        Interruption interruption = new Interruption();
        Shell shell = new Shell(name -> null, Terminal.NONE, interruption, InputStream.nullInputStream());
        Thread waiter = new Thread(() -> {
            while (emulator.requestCount() < 2) {
                Thread.onSpinWait();
            }
            interruption.press();
            interruption.press();
        });
        waiter.start();

        CliRun run = CliRun.in(
                shell, batch.arguments("--store", store, "--concurrency", "2").toArray(String[]::new));

        assertThat(run.exitCode()).isEqualTo(ExitCodes.INTERRUPTED);
        assertThat(run.out()).containsPattern("unknown: .* +2\n").contains("chutes jobs resend --store");
        assertThat(jobs("list", "--state", "unknown").out()).hasLineCount(2);
    }

    @Test
    void cancelsAcceptsAndPurges() throws IOException {
        emulator.enqueue(Reply.gatewayTimeout());
        CliRun first = run("--json");
        String unknown = idOf(first, "unknown");
        String made = idOf(first, "made");

        assertThat(jobs("accept", "--all", "unknown,lost").err()).contains("--yes is missing; 1 job would be accepted");
        assertThat(jobs("accept", "--all", "unknown,lost", "--yes").out()).isEqualTo(unknown + "  failed\n");
        assertThat(jobs("cancel", made).out()).contains("done; too late to cancel it");
        assertThat(jobs("cancel", made, "--json").out()).contains("\"state\":\"done\"");
        assertThat(jobs("show", unknown, "--json").out()).contains("\"detail\":\"accepted\"", "\"state\":\"failed\"");
        CliRun again = run();
        assertThat(again.exitCode()).isEqualTo(8);
        assertThat(again.out()).contains("failed: ");
        assertThat(emulator.requestCount()).isEqualTo(6);

        Path saved = directory.resolve("saved.mp4");
        CliRun video = jobs("video", made, "-o", saved.toString(), "--videos", videos());
        assertThat(video.exitCode()).as(video.err()).isZero();
        assertThat(saved).isNotEmptyFile();
        assertThat(jobs("purge", "--older-than", "365d", "--videos", videos()).out())
                .isEqualTo("deleted 0 jobs\n");
        assertThat(jobs("purge", "--older-than", "1ms", "--videos", videos(), "--json")
                        .out())
                .isEqualTo("{\"deleted\":6}\n");
        assertThat(jobs("list", "--json").out()).isEmpty();
        assertThat(jobs("show", made).err()).contains("there is no job " + made);
    }
}
