package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.jobs.Checkpoint.Point;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends a worker's JVM at each named point, and lets another worker find what is left: the table in docs/jobs.md. */
abstract class CrashKit {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** What the row says at last, and how many calls the platform saw. */
    private record Outcome(JobState state, int requests, int paidCalls) {}

    private static final Map<Point, Outcome> TABLE = Map.of(
            Point.TAKEN, new Outcome(JobState.DONE, 1, 1),
            Point.SENDING_COMMITTED, new Outcome(JobState.UNKNOWN, 0, 1),
            Point.HEAD_SEEN, new Outcome(JobState.UNKNOWN, 1, 1),
            Point.RECEIVING_COMMITTED, new Outcome(JobState.LOST, 1, 1),
            Point.SPOOLED, new Outcome(JobState.DONE, 1, 1),
            Point.STORING_COMMITTED, new Outcome(JobState.DONE, 1, 1),
            Point.STORED, new Outcome(JobState.DONE, 1, 1),
            Point.DONE_COMMITTED, new Outcome(JobState.DONE, 1, 1));

    @TempDir
    Path directory;

    private ChutesEmulator emulator;

    /** Return the URL of an empty database, or an empty text for SQLite. */
    abstract String database();

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
    }

    @AfterEach
    void stop() {
        if (emulator != null) {
            emulator.close();
        }
    }

    final void saysWhatTheTableSays(Point point) throws InterruptedException {
        Outcome expected = Objects.requireNonNull(TABLE.get(point));
        String database = database();
        if (point == Point.HEAD_SEEN || point == Point.RECEIVING_COMMITTED) {
            emulator.enqueue(Reply.videoOfSize(50_000).stallAfter(20_000));
        }
        Process child = CrashChild.start(directory, database, emulator.baseUrl(), point.name(), 1);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(137);

        expect(database, expected);
    }

    @Test
    void knowsNothingOfASubmissionThatWasNotCommitted() throws InterruptedException {
        String database = database();
        Process child = CrashChild.start(directory, database, emulator.baseUrl(), Point.SUBMIT_UNCOMMITTED.name(), 1);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        ChutesJobs survivor = survivor(database);
        try (survivor) {
            assertThat(survivor.list(JobFilter.all()).collectList().block(SOON)).isEmpty();
        }
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void doesNotKnowTheOutcomeOfACallWithoutAHead() throws InterruptedException {
        String database = database();
        emulator.enqueue(Reply.silent());
        Process child = CrashChild.start(directory, database, emulator.baseUrl(), "NONE", 1);
        emulator.takeRequest(SOON);
        child.destroyForcibly();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();

        expect(database, new Outcome(JobState.UNKNOWN, 1, 1));
    }

    private ChutesJobs survivor(String database) {
        ChutesJobs survivor = CrashChild.jobs(directory, database, emulator.baseUrl(), Checkpoint.NONE);
        survivor.start().block(SOON);
        return survivor;
    }

    private void expect(String database, Outcome expected) {
        try (ChutesJobs survivor = survivor(database)) {
            Await.untilAsserted(() -> {
                List<Job> jobs = Objects.requireNonNull(
                        survivor.list(JobFilter.all()).collectList().block(SOON));
                assertThat(jobs)
                        .singleElement()
                        .satisfies(job -> assertThat(new Outcome(job.state(), emulator.requestCount(), job.paidCalls()))
                                .isEqualTo(expected));
            });
        }
    }
}
