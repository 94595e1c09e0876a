package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterruptionTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private final Interruption interruption = new Interruption();

    @Test
    void cancelsTheWaitAndLeavesNothing() throws Exception {
        interruptDuring(Reply.silent(), 0);
    }

    @Test
    void cancelsTheStreamAndLeavesNothing() throws Exception {
        interruptDuring(Reply.videoOfSize(10_000_000).drip(10_000, Duration.ofMillis(20)), 50_000);
    }

    @Test
    void stopsTheEmulator() throws Exception {
        CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(
                () -> CliRun.in(shell(), "emulator", "--port", "0", "--generation-time", "10ms"));
        interruption.interrupt();
        CliRun ended = run.get(SOON.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended.out()).startsWith("http://127.0.0.1:");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void endsTheProcessAtTheSecondCtrlCUnlessSomethingIsFinishing() {
        assertThat(interruption.press()).isTrue();
        assertThat(interruption.press()).isFalse();

        Interruption ofBatch = new Interruption();
        CompletableFuture<Void> abandoned = ofBatch.abandoned().toFuture();
        assertThat(ofBatch.press()).isTrue();
        assertThat(abandoned).isNotDone();
        assertThat(ofBatch.press()).isTrue();
        assertThat(abandoned).isCompleted();
        assertThat(ofBatch.press()).isFalse();
    }

    private void interruptDuring(Reply reply, long bytesWritten) throws Exception {
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            emulator.enqueue(reply);
            CompletableFuture<CliRun> run = CompletableFuture.supplyAsync(() -> CliRun.in(
                    shell(),
                    "text-to-video",
                    "a cat",
                    "-o",
                    directory.resolve("out.mp4").toString(),
                    "--base-url",
                    emulator.baseUrl().toString()));
            RecordedRequest request = emulator.takeRequest(SOON);
            awaitWritten(request, bytesWritten);
            interruption.interrupt();
            CliRun ended = run.get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
            assertThat(ended.err()).contains("interrupted");
            assertThat(Folder.names(directory)).isEmpty();
            assertThat(request.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        }
    }

    private static void awaitWritten(RecordedRequest request, long bytes) {
        long giveUp = System.nanoTime() + SOON.toNanos();
        while (request.bytesWritten() < bytes && System.nanoTime() < giveUp) {
            Thread.onSpinWait();
        }
        assertThat(request.bytesWritten()).isGreaterThanOrEqualTo(bytes);
    }

    private Shell shell() {
        return new Shell(name -> null, Terminal.NONE, interruption, InputStream.nullInputStream());
    }
}
