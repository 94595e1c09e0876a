package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchOutageTests {

    @TempDir
    Path directory;

    @Test
    void waitsForADatabaseThatIsRestartedAndPaysNothingTwice() throws Exception {
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().smallVideos(true).start();
                PostgresServer server = PostgresServer.start()) {
            emulator.when(request -> true).thenReply(Reply.video().withDelay(Duration.ofMillis(300)));
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(12);
            Thread restart = new Thread(() -> {
                while (emulator.requestCount() < 4) {
                    Thread.onSpinWait();
                }
                server.stop();
                server.begin();
            });
            restart.start();

            CliRun run = batch.run("--store", server.newDatabase(), "--concurrency", "2");

            restart.join();
            assertThat(run.exitCode()).as(run.err()).isZero();
            batch.assertMade(12);
            assertThat(batch.sent().values()).containsOnly(1L);
        }
    }
}
