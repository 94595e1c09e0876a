package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.video.VideoClip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A paid video is kept, by the command and by the batch. */
class KeptVideoTests {

    private static final byte[] VIDEO =
            VideoClip.builder(64, 64).small(true).frames(10).fps(10).build().toMp4();

    private static final byte[] GIF = Arrays.copyOf("GIF89a".getBytes(StandardCharsets.US_ASCII), 3000);

    @TempDir
    Path directory;

    private ChutesEmulator emulator;

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void namesAnotherFormatRightlyAndWarns() {
        emulator.enqueue(Reply.video(GIF));

        CliRun run = run("--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(directory.resolve("out.gif")).hasBinaryContent(GIF);
        assertThat(run.err()).contains("warning: it is unverified GIF");
        JsonNode report = JsonMapper.shared().readTree(run.out());
        assertThat(report.get("file").asString()).endsWith("out.gif");
        assertThat(report.get("verdict").asString()).isEqualTo("unverified");
        assertThat(report.get("remarks").get(0).asString()).contains("GIF");
    }

    @Test
    void warnsOfBytesBehindTheVideo() {
        emulator.enqueue(Reply.of(200, "application/octet-stream", Arrays.copyOf(VIDEO, VIDEO.length + 2)));

        CliRun run = run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("the last 2 bytes").contains("application/octet-stream");
    }

    @Test
    void keepsThePartOfABrokenVideoOnRequest() throws Exception {
        byte[] broken = Arrays.copyOf(VIDEO, VIDEO.length - 1);
        emulator.enqueue(Reply.video(broken));
        emulator.enqueue(Reply.video(broken));

        assertThat(run().exitCode()).isEqualTo(ExitCodes.BROKEN_BODY);
        assertThat(Folder.names(directory)).isEmpty();

        CliRun run = run("--keep-part");
        assertThat(run.exitCode()).isEqualTo(ExitCodes.BROKEN_BODY);
        assertThat(run.err()).contains("the received bytes are in " + directory.resolve("out.mp4.part"));
        assertThat(directory.resolve("out.mp4.part")).hasBinaryContent(broken);
    }

    @Test
    void doesNotReportThePartOfAnEarlierRun() throws Exception {
        Path old = Files.writeString(directory.resolve("out.mp4.part"), "old");
        assertThat(old.toFile().setLastModified(System.currentTimeMillis() - 60_000))
                .isTrue();
        emulator.enqueue(Reply.gatewayTimeout());

        assertThat(run("--keep-part").err()).doesNotContain("the received bytes");
    }

    @Test
    void acceptsABrokenVideoOnRequest() {
        byte[] broken = Arrays.copyOf(VIDEO, VIDEO.length - 1);
        emulator.enqueue(Reply.video(broken));

        CliRun run = run("--no-verify");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(directory.resolve("out.mp4")).hasBinaryContent(broken);
        assertThat(run.err()).contains("warning: it is broken MP4");
    }

    @Test
    void batchKeepsPartsAndNeverPaysTwiceForAnotherFormat() throws Exception {
        Path prompts = Files.writeString(directory.resolve("prompts.csv"), "id,prompt\nfox,a red fox\n");
        Path videos = directory.resolve("videos");
        emulator.enqueue(Reply.video(GIF));

        CliRun first = batch(prompts, videos, "--keep-part");
        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.err()).contains("warning: the video is unverified GIF");
        assertThat(Folder.names(videos)).anyMatch(name -> name.endsWith(".gif"));

        CliRun second = batch(prompts, videos);
        assertThat(second.exitCode()).isZero();
        assertThat(second.out()).contains("on disk");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void batchReportsWhereThePartIs() throws Exception {
        Path prompts = Files.writeString(directory.resolve("prompts.csv"), "id,prompt\nfox,a red fox\n");
        Path videos = directory.resolve("videos");
        emulator.enqueue(Reply.video(Arrays.copyOf(VIDEO, VIDEO.length - 1)));

        CliRun run = batch(prompts, videos, "--keep-part");

        assertThat(run.exitCode()).isEqualTo(ExitCodes.BROKEN_BODY);
        assertThat(run.err()).contains("the received bytes are in").contains(".mp4.part");
        assertThat(Folder.names(videos)).anyMatch(name -> name.endsWith(".mp4.part"));
    }

    private CliRun run(String... options) {
        return command(
                new String[] {
                    "text-to-video", "a cat", "-o", directory.resolve("out.mp4").toString()
                },
                options);
    }

    private CliRun batch(Path prompts, Path videos, String... options) {
        return command(new String[] {"batch", prompts.toString(), "--out-dir", videos.toString()}, options);
    }

    private CliRun command(String[] arguments, String... options) {
        return CliRun.of(Stream.of(
                        Stream.of(arguments),
                        Stream.of("--base-url", emulator.baseUrl().toString()),
                        Stream.of(options))
                .flatMap(words -> words)
                .toArray(String[]::new));
    }
}
