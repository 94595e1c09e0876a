package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.tools.Media;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchCommandTests {

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    @TempDir
    Path directory;

    private BatchFolder batch = new BatchFolder(Path.of(""), emulator);

    @BeforeEach
    void writePrompts() throws IOException {
        batch = new BatchFolder(directory, emulator).withPrompts(6);
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void makesEachVideoOnce() throws Exception {
        CliRun first = batch.run();
        CliRun second = batch.run();

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out().lines().toList().get(1)).matches("made +6");
        assertThat(first.out()).contains("likely billed: 6\n");
        assertThat(first.errorLines()).hasSize(7).contains("chutes: 6 videos, 6 to make");
        batch.assertMade(6);
        assertThat(Media.of(batch.videoFiles().get(0)).shape()).endsWith(",24/1,81");
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).containsPattern("skipped: on disk +6");
        assertThat(emulator.requestCount()).isEqualTo(6);
        assertThat(batch.events())
                .hasSize(6)
                .allSatisfy((id, events) -> assertThat(events).containsExactly("SENDING", "SAVED"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "jsonl"})
    void sendsEveryFieldOfEachEndpoint(String format) throws Exception {
        Path image = Files.write(directory.resolve("cat.png"), SamplePicture.png());
        Path prompts = Files.writeString(directory.resolve("all." + format), format.equals("csv") ? CSV : JSONL);

        CliRun run = CliRun.of(
                "batch",
                prompts.toString(),
                "--out-dir",
                batch.videos().toString(),
                "--concurrency",
                "1",
                "--base-url",
                emulator.baseUrl().toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        List<RecordedRequest> sent = emulator.requests();
        assertThat(sent.stream().map(RecordedRequest::path))
                .containsExactly("/text2video", "/image2video", "/generate");
        assertThat(sent.get(0).json().toString())
                .isEqualTo("{prompt=a fox, running, negative_prompt=blur, resolution=832*480, fps=30, frames=100,"
                        + " steps=20, guidance_scale=4.5, seed=7, sample_shift=5}");
        assertThat(sent.get(1).json().toString())
                .isEqualTo("{prompt=a cat, negative_prompt=blur, resolution=480*832, fps=16, frames=81, steps=10,"
                        + " guidance_scale=1.0, seed=8}");
        assertThat(sent.get(2).json().toString())
                .isEqualTo("{prompt=it looks up, negative_prompt=blur, resolution=720p, fps=20, frames=21,"
                        + " guidance_scale=2.0, guidance_scale_2=1.5, seed=9, fast=false}");
        assertThat(sent.get(1).image().orElseThrow().size()).isEqualTo((int) Files.size(image));
        assertThat(sent.get(2).image().orElseThrow().size()).isEqualTo((int) Files.size(image));
    }

    @Test
    void sendsNothingIfALineIsBad() throws Exception {
        Files.writeString(directory.resolve("prompts.csv"), "prompt,fps\na fox,24\na cat,5\n");

        CliRun run = batch.run();

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.errorLines())
                .containsExactly(
                        "chutes: 1 problem; nothing was sent", "line 3: fps must be between 16 and 60 but was 5");
        assertThat(emulator.requestCount()).isZero();
        assertThat(batch.videos()).doesNotExist();
    }

    @Test
    void stopsWhenTheQuotaIsUsedUpAndGoesOnLater() throws Exception {
        emulator.enqueue(Reply.video(), PlatformError.QUOTA_EXCEEDED.reply());

        CliRun stopped = batch.run("--concurrency", "1");
        assertThat(stopped.exitCode()).isEqualTo(3);
        assertThat(stopped.out())
                .containsPattern("failed: quota exceeded +1")
                .containsPattern("not begun +4")
                .contains("stopped: every other job would fail as well: quota exceeded; run it again to resume");
        assertThat(emulator.requestCount()).isEqualTo(2);

        assertThat(batch.run().exitCode()).isZero();
        batch.assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBSCRIPTION_CAP_EXCEEDED", "BALANCE_REQUIRED_FOR_TEE"})
    void stopsWhenTheAccountCannotPay(PlatformError error) throws Exception {
        emulator.enqueue(error.reply());

        assertThat(batch.run("--concurrency", "1").exitCode()).isEqualTo(3);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void stopsWhenTheTokenIsRefused() {
        emulator.when(request -> true).thenReply(PlatformError.INVALID_TOKEN.reply());

        CliRun run = batch.run("--concurrency", "2");

        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(emulator.requestCount()).isLessThanOrEqualTo(2);
    }

    @Test
    void stopsAfterFailuresOfTheServerInARow() throws Exception {
        emulator.enqueue(Reply.gatewayTimeout(), Reply.video(), Reply.gatewayTimeout(), Reply.gatewayTimeout());

        CliRun run = batch.run("--concurrency", "1", "--stop-after", "2");

        assertThat(run.exitCode()).isEqualTo(6);
        assertThat(run.out())
                .containsPattern("unknown: server error +3")
                .containsPattern("not begun +2")
                .contains("likely billed: 1, maybe 3 more");
        assertThat(emulator.requestCount()).isEqualTo(4);
    }

    @Test
    void sendsAgainWhatMayHaveBeenPaidOnlyOnRequest() throws Exception {
        emulator.enqueue(Reply.gatewayTimeout(), Reply.reset(), Reply.video().cutAfter(500));

        CliRun failed = batch.run("--concurrency", "1");
        assertThat(failed.exitCode()).isEqualTo(6);
        assertThat(failed.out())
                .containsPattern("unknown: no answer +1")
                .containsPattern("unknown: server error +1")
                .containsPattern("unknown: video truncated +1");
        assertThat(batch.files()).containsExactly("p4", "p5", "p6");

        CliRun again = batch.run();
        assertThat(again.exitCode()).isEqualTo(6);
        assertThat(again.err()).contains("line 2, p1-", "no video: server error, it may have been paid");
        assertThat(again.out())
                .contains("unknown jobs may have been paid; --resend-unknown sends them again", "likely billed: 0\n");
        assertThat(emulator.requestCount()).isEqualTo(6);

        assertThat(batch.run("--resend-unknown").exitCode()).isZero();
        batch.assertMade(6);
        assertThat(emulator.requestCount()).isEqualTo(9);
    }

    @Test
    void sendsAgainWhatCertainlyCostNothing() throws Exception {
        emulator.enqueue(Reply.coldStart());

        CliRun run = batch.run("--concurrency", "1", "--retries", "2");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("line 2, p1-", "503");
        assertThat(batch.events().get("p1")).containsExactly("SENDING", "REFUSED", "SENDING", "SAVED");
    }

    @Test
    void triesARejectedLineAgainInTheNextRunAndGoesOnMeanwhile() throws Exception {
        emulator.enqueue(PlatformError.INVALID_INPUT.reply());

        CliRun run = batch.run("--concurrency", "1", "--stop-after", "1");
        assertThat(run.exitCode()).isEqualTo(3);
        assertThat(run.out()).containsPattern("made +5").containsPattern("failed: invalid request +1");

        assertThat(batch.run().exitCode()).isZero();
        batch.assertMade(6);
    }

    @Test
    void takesAWholeFileForDoneAlthoughTheProcessDiedBeforeItsEntry() throws Exception {
        batch.run();
        List<String> entries = Files.readAllLines(batch.journal());
        String torn = entries.get(entries.size() - 1).substring(0, 20);
        Files.writeString(batch.journal(), String.join("\n", entries.subList(0, entries.size() - 1)) + "\n" + torn);

        CliRun run = batch.run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern("skipped: on disk +6");
        assertThat(emulator.requestCount()).isEqualTo(6);
        assertThat(batch.events()).allSatisfy((id, events) -> assertThat(events).containsExactly("SENDING", "SAVED"));
    }

    @Test
    void stopsWhenAVideoCannotBeWritten() throws Exception {
        batch.run();
        String first = batch.videoFiles().get(0).getFileName().toString();
        Path elsewhere = Files.createDirectories(directory.resolve("other"));
        BatchFolder blocked = new BatchFolder(elsewhere, emulator).withPrompts(6);
        Files.createDirectories(blocked.videos().resolve(first));

        CliRun run = blocked.run("--concurrency", "1");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(first);
        assertThat(run.out()).containsPattern("failed: local file +1").containsPattern("not begun +5");
        assertThat(emulator.requestCount()).isEqualTo(6);
    }

    @Test
    void doesNotRunBesideAnotherBatch() throws Exception {
        Files.createDirectories(batch.videos());
        try (FileChannel other =
                        FileChannel.open(batch.journal(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = other.lock()) {
            assertThat(lock.isValid()).isTrue();

            CliRun run = batch.run();

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("is in use by another batch");
        }
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void doesNotTakeTheVideosOfAnEmulatorForThoseOfAServer() throws Exception {
        batch.withPrompts(1);
        CliRun emulated = CliRun.of(
                "batch",
                directory.resolve("prompts.csv").toString(),
                "--out-dir",
                batch.videos().toString());

        assertThat(emulated.exitCode()).as(emulated.err()).isZero();
        for (CliRun run : List.of(batch.run(), batch.run("--dry-run"))) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("contains videos of the embedded emulator, not of http://127.0.0.1:");
        }
    }

    @Test
    void removesWhatAKillLeftOfItsVideosOnly() throws Exception {
        batch.run();
        String name = Folder.names(batch.videos()).stream()
                .filter(file -> file.startsWith("p1-"))
                .findFirst()
                .orElseThrow();
        Files.writeString(batch.videos().resolve("." + name + ".0af3.part"), "half");
        Files.writeString(batch.videos().resolve(".other.mp4.0af3.part"), "somebody else's");

        batch.run();

        assertThat(Folder.names(batch.videos()))
                .filteredOn(file -> file.endsWith(".part"))
                .containsExactly(".other.mp4.0af3.part");
    }

    @Test
    void reportsToScriptsAsJson() {
        CliRun run = batch.run("--json", "--quiet");

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
                .startsWith(
                        "{\"made\":6,\"skipped\":0,\"lost\":0,\"failed\":0,\"unknown\":0,\"not_begun\":0,\"bytes\":")
                .contains(",\"maybe_billed\":0,\"jobs\":[{\"line\":2,\"name\":\"p1-")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--retries=-3",
                "--base-url=ftp://localhost",
                "--base-url=http://example.org",
                "--token-file=missing",
                "--delimiter=ab",
                "--delimiter=\""
            })
    void leavesNothingBehindWhenAnOptionIsRefused(String option) {
        assertThat(refused(option).errorLines()).isNotEmpty();
    }

    private CliRun refused(String option) {
        Path videos = directory.resolve("new/videos");
        CliRun run = CliRun.with(
                Map.of("CHUTES_API_TOKEN", "t"),
                "batch",
                directory.resolve("prompts.csv").toString(),
                "--out-dir",
                videos.toString(),
                option);

        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(videos.getParent()).doesNotExist();
        return run;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--concurrency=0", "--concurrency=101", "--rate=0", "--rate=1000001", "--stop-after=0"})
    void namesABoundThatIsBroken(String option) {
        CliRun run = refused(option);

        assertThat(run.err()).contains(option.substring(0, option.indexOf('=')) + " must be between 1 and ");
    }

    private static final String CSV = """
            endpoint,prompt,negative_prompt,resolution,fps,frames,steps,guidance_scale,guidance_scale_2,seed,fast,image,field.sample_shift
            text2video,"a fox, running",blur,832x480,30,100,20,4.5,,7,,,5
            image2video,a cat,blur,480*832,16,81,10,1,,8,,cat.png,
            fast-image-to-video,it looks up,blur,720p,20,21,,2,1.5,9,false,cat.png,
            """;

    private static final String JSONL = """
            {"prompt":"a fox, running","negative_prompt":"blur","resolution":"832x480","fps":30,"frames":100,"steps":20,"guidance_scale":4.5,"seed":7,"field.sample_shift":5,"image":null}
            {"endpoint":"image2video","prompt":"a cat","negative_prompt":"blur","resolution":"480*832","fps":16,"frames":81,"steps":10,"guidance_scale":1,"seed":8,"image":"cat.png"}
            {"endpoint":"generate","prompt":"it looks up","negative_prompt":"blur","resolution":"720p","fps":20,"frames":21,"guidance_scale":2,"guidance_scale_2":1.5,"seed":9,"fast":false,"image":"cat.png"}
            """;
}
