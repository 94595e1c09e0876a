package io.github.reactorchutes.examples.save;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A video that is whole and on disk.
 *
 * @param file where it is
 * @param bytes its size
 * @param sha256 its digest, in lower-case hexadecimal
 * @param invocationId the platform's id of the invocation, if it sent one
 * @param firstByte how long the head took, in the attempt that succeeded
 * @param total how long everything took, waits between attempts and the final rename included
 * @param attempts how often the request was sent
 */
public record SavedVideo(
        Path file,
        long bytes,
        String sha256,
        @Nullable String invocationId,
        Duration firstByte,
        Duration total,
        int attempts) {

    SavedVideo within(Duration time) {
        return new SavedVideo(file, bytes, sha256, invocationId, firstByte, time, attempts);
    }
}
