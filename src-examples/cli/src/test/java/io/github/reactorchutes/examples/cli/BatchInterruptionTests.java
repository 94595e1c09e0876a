package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchInterruptionTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final Interruption interruption = new Interruption();

    @Test
    void savesTheVideosUnderWayAndBeginsNoMore() throws Exception {
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .timeToFirstByte(Duration.ofMillis(500))
                .start()) {
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(6);

            CliRun run = interrupted(batch, emulator, 2, "--concurrency", "2");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
            assertThat(run.out())
                    .containsPattern("made +2")
                    .containsPattern("not begun +4")
                    .contains("stopped: interrupted; run it again to resume");
            assertThat(batch.files()).containsExactly("p1", "p2");
            assertThat(emulator.requestCount()).isEqualTo(2);
        }
    }

    @Test
    void givesUpWhatTakesLongerThanTheGraceTime() throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            emulator.when(request -> true).thenReply(Reply.silent());
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(6);

            CliRun run = interrupted(batch, emulator, 2, "--concurrency", "2", "--grace", "100ms");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
            assertThat(run.out()).containsPattern("unknown: no answer +2").containsPattern("not begun +4");
            assertThat(batch.files()).isEmpty();
            assertThat(batch.events().values()).containsOnly(List.of("SENDING", "UNKNOWN"));
        }
    }

    @Test
    void doesNotWaitForTheNextAttempt() throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            emulator.when(request -> true).thenReply(Reply.coldStart());
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(6);

            CliRun run = interrupted(batch, emulator, 2, "--concurrency", "2", "--grace", "10m");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
            assertThat(run.out()).containsPattern("not begun +6").contains("likely billed: 0\n");
        }
    }

    @Test
    void saysWhatItIsFinishingAndAbandonsItAtTheSecondCtrlC() throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            emulator.when(request -> true).thenReply(Reply.silent());
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(6);

            CliRun run = interrupted(2, batch, emulator, 3, "--concurrency", "3", "-q");

            assertThat(run.exitCode()).as(run.err()).isEqualTo(130);
            assertThat(run.err())
                    .contains("finishing 3 videos, up to 60 s;"
                            + " press Ctrl-C again to abandon them (they may be billed)");
            assertThat(run.out()).containsPattern("unknown: no answer +3").containsPattern("not begun +3");
            assertThat(batch.events().values()).containsOnly(List.of("SENDING", "UNKNOWN"));
        }
    }

    private CliRun interrupted(BatchFolder batch, ChutesEmulator emulator, int requests, String... more)
            throws Exception {
        return interrupted(1, batch, emulator, requests, more);
    }

    private CliRun interrupted(int times, BatchFolder batch, ChutesEmulator emulator, int requests, String... more)
            throws Exception {
        Shell shell = new Shell(name -> null, Terminal.NONE, interruption, InputStream.nullInputStream());
        CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(
                () -> CliRun.in(shell, batch.arguments(more).toArray(String[]::new)));
        for (int i = 0; i < requests; i++) {
            emulator.takeRequest(SOON);
        }
        for (int i = 0; i < times; i++) {
            interruption.press();
        }
        return run.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
}
