package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away in the middle of a call. */
class DatabaseOutageTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void letsTheCallGoOnAndTheRowFollow() {
        PostgresServer server = PostgresServer.shared();
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().smallVideos(true).start();
                ChutesJobs jobs =
                        CrashChild.jobs(directory, server.newDatabase(), emulator.baseUrl(), Checkpoint.NONE)) {
            emulator.enqueue(Reply.video().withDelay(Duration.ofMillis(1500)));
            jobs.start().block(SOON);
            Job job = Objects.requireNonNull(jobs.submit(CrashChild.request()).block(SOON));
            emulator.takeRequest(SOON);

            server.stop();
            server.begin();

            Await.untilAsserted(() -> assertThat(state(jobs, job)).isEqualTo(JobState.DONE));
            assertThat(emulator.requestCount()).isEqualTo(1);
        }
    }

    private static JobState state(ChutesJobs jobs, Job job) {
        return Objects.requireNonNull(jobs.get(job.id())
                .map(Job::state)
                .onErrorReturn(JobState.SENDING)
                .block(SOON));
    }
}
