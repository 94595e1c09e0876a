package io.github.reactorchutes.examples.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.progress.ProgressEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of a generation, as shown to its visitor. Retries repeat the first states. */
enum JobState {
    /** Queued for a worker, a permit or the rate limiter. */
    WAITING,
    /** Being sent to the platform. */
    SENDING,
    /** A GPU is generating. */
    GENERATING,
    /** The platform was at capacity or cold; the next attempt starts automatically. */
    RETRYING,
    /** The video is arriving. */
    RECEIVING,
    /** The video can be downloaded. */
    READY,
    /** The generation failed. */
    FAILED,
    /** It may have been paid, and nobody knows. The visitor decides. */
    UNKNOWN,
    /** It was paid, and its video is gone. The visitor decides. */
    LOST,
    /** The visitor cancelled it. */
    CANCELLED,
    /** The gateway does not have it, because it expired or was deleted. */
    GONE;

    static @Nullable JobState of(ProgressEvent.Step step) {
        return switch (step) {
            case QUEUED, SENDING -> SENDING;
            case GENERATING -> GENERATING;
            case HEAD, BYTES -> RECEIVING;
            case ENDED -> null;
        };
    }

    /** Return what the row of a job says, from whichever process. */
    static JobState of(Job job) {
        return switch (job.state()) {
            case QUEUED -> WAITING;
            case RETRY_AT -> RETRYING;
            case SENDING -> GENERATING;
            case RECEIVING, STORING -> RECEIVING;
            case DONE -> READY;
            case FAILED -> FAILED;
            case UNKNOWN -> UNKNOWN;
            case LOST -> LOST;
            case CANCELLED -> CANCELLED;
        };
    }

    boolean isFinal() {
        return compareTo(READY) >= 0;
    }

    @JsonValue
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
