package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of a generation's progress.
 *
 * @param state its state
 * @param attempt the attempt, from 1
 * @param bytes the received bytes of the video
 * @param due when the head is expected, judging by earlier generations
 * @param since when this state began
 * @param video the result, once ready
 * @param error the failure, or that of an attempt that will be retried
 */
record JobProgress(
        JobState state,
        int attempt,
        long bytes,
        @Nullable Instant due,
        Instant since,
        @Nullable SavedVideo video,
        @Nullable Throwable error) {

    static JobProgress begun(Instant now) {
        return new JobProgress(JobState.WAITING, 1, 0, null, now, null, null);
    }

    JobProgress moved(ProgressEvent event, Instant now) {
        JobState next = JobState.of(event.step());
        Duration remaining = event.remaining();
        Instant expected = remaining == null ? null : now.plus(remaining);
        return next == null
                ? this
                : new JobProgress(next, event.call().attempt(), event.bytesReceived(), expected, now, null, null);
    }

    JobProgress retrying(Throwable cause, Instant now) {
        return new JobProgress(JobState.RETRYING, attempt, 0, null, now, null, cause);
    }

    JobProgress ready(SavedVideo saved, Instant now) {
        return new JobProgress(JobState.READY, attempt, saved.bytes(), null, now, saved, null);
    }

    JobProgress failed(Throwable cause, Instant now) {
        return new JobProgress(JobState.FAILED, attempt, bytes, null, now, null, cause);
    }

    JobProgress cancelled(Instant now) {
        return new JobProgress(JobState.CANCELLED, attempt, bytes, null, now, null, null);
    }
}
