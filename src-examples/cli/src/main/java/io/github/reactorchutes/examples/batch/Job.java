package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.VideoRequest;
import java.nio.file.Path;

/**
 * One video to make.
 *
 * @param name its id or endpoint, and a digest of the request, so that an edited line is another job
 * @param line its line number in the prompt file
 * @param request the request
 */
public record Job(String name, long line, VideoRequest request) {

    Path target(Path directory) {
        return directory.resolve(name + ".mp4");
    }
}
