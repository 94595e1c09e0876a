package io.github.reactorchutes.examples.gateway;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;

/**
 * The status of a generation, as sent to the visitor.
 *
 * @param id the id of the generation
 * @param state its state
 * @param elapsedMillis the time from the request to now or to its end
 * @param attempt the attempt, from 1
 * @param position the queue position, from 1, while it waits
 * @param remainingMillis the estimated remaining time, once earlier generations allow an estimate
 * @param receivedBytes the received bytes of the video
 * @param video the video, once it is ready
 * @param problem why it has no video, or why another attempt follows
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
     * A video that can be downloaded.
     *
     * @param href its path
     * @param ending the ending of its file name, such as {@code mp4}
     * @param bytes its size
     * @param sha256 the SHA-256 of its content
     * @param width the width in pixels
     * @param height the height in pixels
     * @param seconds its duration
     * @param keptSeconds how long it remains available
     */
    record Video(
            String href,
            String ending,
            long bytes,
            String sha256,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Double seconds,
            long keptSeconds) {}
}
