package io.github.reactorchutes.examples.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.reactorchutes.progress.ProgressEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of a generation. Retries repeat the first states. */
enum JobState {
    /** Queued in this gateway for a permit or the rate limiter. */
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
    /** The visitor cancelled it. */
    CANCELLED,
    /** This run of the gateway does not have it, because it expired, was deleted, or belongs to an earlier run. */
    GONE;

    static @Nullable JobState of(ProgressEvent.Step step) {
        return switch (step) {
            case QUEUED, SENDING -> SENDING;
            case GENERATING -> GENERATING;
            case HEAD, BYTES -> RECEIVING;
            case ENDED -> null;
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
