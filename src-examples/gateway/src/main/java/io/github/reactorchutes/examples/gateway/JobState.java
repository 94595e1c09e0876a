package io.github.reactorchutes.examples.gateway;

import com.fasterxml.jackson.annotation.JsonValue;
import io.github.reactorchutes.progress.ProgressEvent;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How far a generation is. With retries, the first states come again. */
enum JobState {
    /** In the line of this gateway: no permit or no turn yet. */
    WAITING,
    /** On the way to the platform. */
    SENDING,
    /** A GPU is at work. */
    GENERATING,
    /** The platform was busy or cold; the next attempt comes by itself. */
    RETRYING,
    /** The video arrives. */
    RECEIVING,
    /** The video can be fetched. */
    READY,
    /** There will be no video. */
    FAILED,
    /** The visitor gave it up. */
    CANCELLED;

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
