package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.mp4.VideoFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The videos of a batch on disk, by the names of their jobs. Blocking. */
final class VideoFolder {

    private VideoFolder() {}

    /** Return the file of a job, whose ending may have been corrected; {@code null} if there is none. */
    static @Nullable Path find(Path directory, Job job) {
        return Stream.of(VideoFormat.values())
                .filter(format -> format != VideoFormat.UNKNOWN)
                .map(format -> directory.resolve(job.name() + format.extension()))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** Return the file of a job unless it is empty. */
    static @Nullable Path findVideo(Path directory, Job job) throws IOException {
        Path file = find(directory, job);
        return file != null && Files.size(file) > 0 ? file : null;
    }
}
