package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.database.DatabaseKind;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.test.ChutesEmulator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;

/** Prints how many jobs one worker executes in a second in front of a queue. The calls take no time. */
@Tag("proof")
class ThroughputTests {

    private static final int JOBS = 300;

    private static final Duration SOON = Duration.ofMinutes(5);

    @TempDir
    Path directory;

    @ParameterizedTest
    @Timeout(600)
    @CsvSource({
        "SQLITE, 1000",
        "SQLITE, 10000",
        "SQLITE, 100000",
        "POSTGRESQL, 1000",
        "POSTGRESQL, 10000",
        "POSTGRESQL, 100000"
    })
    void printsJobsPerSecondInFrontOfAQueue(DatabaseKind kind, int queued) throws SQLException {
        try (ChutesEmulator emulator =
                        ChutesEmulator.builder().smallVideos(true).start();
                JobDatabase database =
                        kind == DatabaseKind.SQLITE ? JobDatabase.sqlite(directory) : JobDatabase.postgres();
                ChutesClient client = ChutesClient.builder()
                        .baseUrl(emulator.baseUrl())
                        .apiToken("token")
                        .build();
                ChutesJobs submitting = jobs(client, database, 0)) {
            submitting.start().block(SOON);
            Flux.range(1, JOBS)
                    .concatMap(seed -> submitting.submit(TextToVideoRequest.builder("a fox")
                            .seed((long) seed)
                            .build()))
                    .blockLast(SOON);
            queue(database, queued);
            long start = System.nanoTime();
            try (ChutesJobs worker = jobs(client, database, 10)) {
                worker.start().block(SOON);
                Await.untilAsserted(() -> assertThat(emulator.requestCount()).isGreaterThanOrEqualTo(JOBS));
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf("[INFO] %s, %d queued: %.0f jobs/s%n", kind, queued, JOBS / seconds);
            }
        }
    }

    private ChutesJobs jobs(ChutesClient client, JobDatabase database, int threads) {
        return ChutesJobs.builder()
                .client(client)
                .directory(directory)
                .dataSource(database.dataSource())
                .threads(threads)
                .build();
    }

    /** Executions that are due after those of the jobs, and whose jobs have ended long ago. */
    private static void queue(JobDatabase database, int count) throws SQLException {
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("insert into chutes_job_task (task_name,"
                    + " task_instance, execution_time, picked, version) values ('chutes-job', ?, ?, ?, 1)")) {
                for (int i = 0; i < count; i++) {
                    insert.setString(1, "queued-" + i);
                    insert.setTimestamp(2, Timestamp.from(Instant.now().plusSeconds(1)));
                    insert.setBoolean(3, false);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
        }
    }
}
