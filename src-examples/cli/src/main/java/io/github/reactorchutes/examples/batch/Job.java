package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.VideoRequest;
import java.nio.file.Path;

/**
 * One video to make.
 *
 * @param name its id, or else its endpoint, and a digest of all that is sent: an edited line is another job
 * @param line where it is in the prompt file
 * @param request what to generate
 */
public record Job(String name, long line, VideoRequest request) {

    Path target(Path directory) {
        return directory.resolve(name + ".mp4");
    }
}
