package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.progress.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows of a call under way, and no row does.
 *
 * @param state the state
 * @param attempt the attempt, from 1
 * @param bytes the received bytes of the video
 * @param due when the head is expected, judging by earlier generations
 * @param error the failure of an attempt that will be retried
 */
record LiveProgress(
        JobState state,
        int attempt,
        long bytes,
        @Nullable Instant due,
        @Nullable Throwable error) {

    LiveProgress moved(ProgressEvent event, Instant now) {
        JobState next = JobState.of(event.step());
        Duration remaining = event.remaining();
        Instant expected = remaining == null ? null : now.plus(remaining);
        return next == null
                ? this
                : new LiveProgress(next, event.call().attempt(), event.bytesReceived(), expected, null);
    }

    LiveProgress retrying(Throwable cause) {
        return new LiveProgress(JobState.RETRYING, attempt, 0, null, cause);
    }
}
