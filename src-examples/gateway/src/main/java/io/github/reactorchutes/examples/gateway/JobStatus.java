package io.github.reactorchutes.examples.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * What a visitor is told of a generation.
 *
 * @param id names it
 * @param state how far it is
 * @param elapsedMillis since it was asked for, until its end
 * @param attempt the attempt, from 1
 * @param position the place in the line, from 1, while it waits
 * @param remainingMillis how long the video is probably away, once there is experience
 * @param receivedBytes what has arrived of the video
 * @param video the video, once it is ready
 * @param problem why it failed, or why another attempt is to come
 */
record JobStatus(
        String id,
        JobState state,
        long elapsedMillis,
        int attempt,
        @Nullable Integer position,
        @Nullable Long remainingMillis,
        long receivedBytes,
        @Nullable Video video,
        @Nullable ProblemDetail problem) {

    /**
     * A video that can be fetched.
     *
     * @param href where
     * @param bytes its size
     * @param sha256 of its content
     * @param width in pixels
     * @param height in pixels
     * @param seconds how long it plays
     * @param keptSeconds how long it can be fetched
     */
    record Video(
            String href,
            long bytes,
            String sha256,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Double seconds,
            long keptSeconds) {}
}
