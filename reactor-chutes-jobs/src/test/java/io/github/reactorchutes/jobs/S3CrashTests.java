package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.S3Server;
import io.github.reactorchutes.fixture.S3Server.Hold;
import io.github.reactorchutes.fixture.S3Server.Operation;
import io.github.reactorchutes.jobs.Checkpoint.Point;
import io.github.reactorchutes.store.S3Clients;
import io.github.reactorchutes.store.S3VideoStore;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3AsyncClient;

/** Ends a worker's JVM while its video moves to a bucket: the rows of the table in docs/jobs.md about the store. */
final class S3CrashTests {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final int VIDEO_BYTES = 9_000_000;

    @TempDir
    Path directory;

    private final S3Server bucket = S3Server.start();

    private final S3AsyncClient client = S3Clients.of(bucket.uri());

    private final ChutesEmulator emulator = ChutesEmulator.start();

    @AfterEach
    void stop() {
        emulator.close();
        client.close();
        bucket.close();
    }

    @Test
    void sendsTheVideoAgainWhenAllItsPartsWereThereAndNotCompleted() throws InterruptedException {
        Hold completion = bucket.hold(Operation.COMPLETE);
        Process child = child("NONE");
        assertThat(completion.arrived().await(60, TimeUnit.SECONDS)).isTrue();
        child.destroyForcibly();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bucket.openUploads()).isEqualTo(1);

        expectDone();

        // the request of the dead process still waits, and finds the key taken
        completion.release();
        Await.untilAsserted(() -> assertThat(bucket.seen(Operation.COMPLETE)).hasSize(2));
        assertThat(bucket.keys()).hasSize(1);
        assertThat(bucket.openUploads())
                .as("the upload that the lifecycle rule of the bucket ends")
                .isEqualTo(1);
    }

    @Test
    void findsTheVideoWhenItWasCompletedAndTheCommitWasLost() throws InterruptedException {
        Process child = child(Point.STORED.name());
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isEqualTo(137);

        expectDone();

        assertThat(bucket.seen(Operation.COMPLETE)).hasSize(1);
        assertThat(bucket.openUploads()).isZero();
    }

    @Test
    void findsTheVideoWhenTheCompletionOfADeadProcessSucceedsLater() throws InterruptedException {
        Hold completion = bucket.hold(Operation.COMPLETE);
        Process child = child("NONE");
        assertThat(completion.arrived().await(60, TimeUnit.SECONDS)).isTrue();
        child.destroyForcibly();
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        completion.release();
        Await.untilAsserted(() -> assertThat(bucket.keys()).hasSize(1));

        expectDone();

        assertThat(bucket.seen(Operation.CREATE)).hasSize(1);
    }

    private Process child(String point) {
        emulator.enqueue(Reply.playableVideoOfSize(VIDEO_BYTES));
        return CrashChild.start(
                directory, "", emulator.baseUrl(), point, 1, bucket.uri().toString());
    }

    private void expectDone() {
        try (ChutesJobs survivor = CrashChild.builder(directory, "", emulator.baseUrl(), Checkpoint.NONE)
                .store(S3VideoStore.builder(client, "videos").build())
                .build()) {
            survivor.start().block(SOON);
            Await.untilAsserted(() -> assertThat(
                            survivor.list(JobFilter.all()).collectList().block(SOON))
                    .singleElement()
                    .satisfies(job -> assertThat(job.state()).isEqualTo(JobState.DONE)));
        }
        assertThat(emulator.requestCount()).isEqualTo(1);
        assertThat(bucket.keys()).hasSize(1);
        assertThat(bucket.size(Objects.requireNonNull(bucket.keys().get(0)))).isEqualTo(VIDEO_BYTES);
    }
}
