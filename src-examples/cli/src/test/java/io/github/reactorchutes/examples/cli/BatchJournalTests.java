package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The journal of a batch as people find it: locked, torn, edited, and with videos that are gone. */
class BatchJournalTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    @TempDir
    Path directory;

    private BatchFolder batch = new BatchFolder(Path.of(""), emulator);

    @BeforeEach
    void writePrompts() throws IOException {
        batch = new BatchFolder(directory, emulator).withPrompts(3);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void keepsASecondProcessOut() throws Exception {
        emulator.when(request -> true).thenReply(Reply.video().withDelay(Duration.ofSeconds(30)));
        Process first = fork(batch.arguments());
        try {
            emulator.takeRequest(SOON);

            Process second = fork(batch.arguments());

            assertThat(second.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(second.exitValue()).isEqualTo(2);
            assertThat(said(second)).contains("is in use by another batch");
            assertThat(emulator.requestCount()).isLessThanOrEqualTo(3);
        } finally {
            first.destroyForcibly().waitFor(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void namesTheRemedyForAJournalThatCannotBeRead() throws Exception {
        batch.run();
        String journal = Files.readString(batch.journal());
        Files.writeString(batch.journal(), "oops\n" + journal);

        CliRun run = batch.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("journal.jsonl, line 1: is not a journal entry; --repair-journal continues");
        assertThat(batch.journal()).hasContent("oops\n" + journal);
    }

    /** Two processes wrote into each other, so the entry of p2 is unreadable, and p2 may have been paid. */
    @Test
    void repairsALineThatNamesItsJobAndPaysItOnlyOnRequest() throws Exception {
        emulator.enqueue(Reply.video(), Reply.coldStart(), Reply.video());
        batch.run("--concurrency", "1", "--retries", "0");
        List<String> lines = new ArrayList<>(Files.readAllLines(batch.journal()));
        String refused = lines.stream().filter(line -> line.contains("REFUSED")).collect(Collectors.joining());
        lines.add(lines.indexOf(refused) + 1, refused.substring(0, refused.indexOf("REFUSED")));
        Files.write(batch.journal(), lines);
        int sent = emulator.requestCount();

        CliRun repaired = batch.run("--repair-journal");

        assertThat(repaired.exitCode()).as(repaired.err()).isEqualTo(6);
        assertThat(repaired.out())
                .containsPattern("unknown: damaged journal +1")
                .containsPattern("on disk +2");
        assertThat(emulator.requestCount()).isEqualTo(sent);
        assertThat(batch.run().exitCode()).isEqualTo(6);
        assertThat(batch.run("--resend-unknown").exitCode()).isZero();
        batch.assertMade(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"oops", "{\"at\":\"2026-01-01T00:00:00Z\"", "\0\0\0\0", "{}", "[]"})
    void takesEveryUnsentJobForUnknownAfterALineThatNamesNone(String torn) throws Exception {
        batch.run();
        Path journal = batch.journal();
        String opened = Files.readAllLines(journal).get(0);
        Files.writeString(journal, opened + "\n" + torn + "\n");
        for (Path video : batch.videoFiles()) {
            Files.delete(video);
        }

        CliRun run = batch.run("--repair-journal");

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.out()).containsPattern("unknown: damaged journal +3");
        assertThat(emulator.requestCount()).isEqualTo(3);
        batch.withPrompts(4);
        assertThat(batch.run().out()).containsPattern("made +1");
    }

    @Test
    void plansNothingOverADamagedJournalUnlessItWouldBeRepaired() throws Exception {
        batch.run();
        String opened = Files.readAllLines(batch.journal()).get(0);
        Files.writeString(batch.journal(), opened + "\noops\n");
        for (Path video : batch.videoFiles()) {
            Files.delete(video);
        }

        CliRun refused = batch.run("--dry-run");
        CliRun repaired = batch.run("--dry-run", "--repair-journal");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("journal.jsonl, line 2: is not a journal entry; --repair-journal continues");
        assertThat(refused.out()).isEmpty();
        assertThat(repaired.exitCode()).as(repaired.err()).isZero();
        assertThat(repaired.out()).contains("unknown: damaged journal").contains("0 of 3 videos would be sent");
        assertThat(batch.journal()).hasContent(opened + "\noops\n");
        assertThat(emulator.requestCount()).isEqualTo(3);
    }

    @Test
    void repairsNothingThatIsWhole() throws Exception {
        batch.run();
        String journal = Files.readString(batch.journal());

        assertThat(batch.run("--repair-journal").exitCode()).isZero();

        assertThat(batch.journal()).hasContent(journal);
    }

    /** An editor removes the last line end. */
    @Test
    void keepsACompleteLastEntryWithoutALineEnd() throws Exception {
        emulator.enqueue(Reply.reset());
        batch.withPrompts(1).run();
        String journal = Files.readString(batch.journal());
        Files.writeString(batch.journal(), journal.stripTrailing());

        CliRun run = batch.run();

        assertThat(run.exitCode()).as(run.out()).isEqualTo(6);
        assertThat(emulator.requestCount()).isEqualTo(1);
        assertThat(batch.journal()).hasContent(journal);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reportsAVideoThatIsGoneOrEmptyAndMakesItAgainOnRequest(boolean deleted) throws Exception {
        batch.run();
        Path video = batch.videoFiles().get(1);
        if (deleted) {
            Files.delete(video);
        } else {
            Files.write(video, new byte[0]);
        }

        CliRun run = batch.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out())
                .containsPattern("lost: its file is (gone|empty) +1")
                .contains("--remake makes them again");
        assertThat(run.err()).contains("line 3, p2-", "--remake makes it again");
        assertThat(emulator.requestCount()).isEqualTo(3);

        CliRun remade = batch.run("--remake");

        assertThat(remade.exitCode()).as(remade.err()).isZero();
        assertThat(emulator.requestCount()).isEqualTo(4);
        assertThat(video).isNotEmptyFile();
        assertThat(batch.run().out()).containsPattern("skipped: on disk +3");
    }

    @Test
    void recordsWhichLineBecameWhichFile() throws Exception {
        CliRun run = batch.run("--json", "-q");

        assertThat(batch.entries().filter(entry -> entry.get("event").asString().equals("SAVED")))
                .hasSize(3)
                .allSatisfy(entry -> assertThat(entry.get("file").asString())
                        .startsWith("p" + (entry.get("line").asInt() - 1) + "-")
                        .endsWith(".mp4"));
        JsonNode jobs = JsonMapper.shared().readTree(run.out()).get("jobs");
        assertThat(jobs).hasSize(3).allSatisfy(job -> {
            assertThat(job.get("outcome").asString()).isEqualTo("made");
            assertThat(job.get("line").asInt()).isBetween(2, 4);
            assertThat(Path.of(job.get("file").asString())).isNotEmptyFile();
        });
    }

    @Test
    void findsAVideoUnderTheNameThatItGot() throws Exception {
        batch.run();
        Path video = batch.videoFiles().get(0);
        Path other = video.resolveSibling("renamed.mp4");
        Files.move(video, other);
        String journal = Files.readString(batch.journal());
        Files.writeString(
                batch.journal(), journal.replace("\"file\":\"" + video.getFileName(), "\"file\":\"renamed.mp4"));

        CliRun run = batch.run();

        assertThat(run.out()).containsPattern("skipped: on disk +3");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void showsWhatItWouldSendAndTouchesNothing() throws Exception {
        CliRun first = batch.run("--dry-run");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out())
                .containsPattern("2  p1-[0-9a-f]{8} +send +" + emulator.baseUrl() + "/text2video")
                .endsWith("3 of 3 videos would be sent, and likely billed\n");
        assertThat(batch.videos()).doesNotExist();
        assertThat(emulator.requestCount()).isZero();

        batch.run();
        Files.delete(batch.videoFiles().get(0));
        batch.withPrompts(4);
        String journal = Files.readString(batch.journal());
        CliRun then = batch.run("--dry-run", "--json");

        JsonNode plan = JsonMapper.shared().readTree(then.out());
        assertThat(plan.get("would_send").asInt()).isEqualTo(1);
        assertThat(plan.get("jobs").get(0).get("plan").asString()).isEqualTo("lost: its file is gone");
        assertThat(batch.journal()).hasContent(journal);
        assertThat(emulator.requestCount()).isEqualTo(3);
    }

    @Test
    void showsThePlanWithoutATokenAndStartsNoServer() throws Exception {
        CliRun run = CliRun.of(
                "batch", directory.resolve("prompts.csv").toString(), "--dry-run", "--out-dir", "" + batch.videos());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("https://").contains("3 of 3 videos would be sent");
        assertThat(run.err()).isEmpty();
    }

    private Process fork(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ChutesCli.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static String said(Process ended) throws IOException {
        return new String(ended.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
