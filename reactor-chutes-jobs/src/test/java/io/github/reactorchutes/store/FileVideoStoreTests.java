package io.github.reactorchutes.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileVideoStoreTests extends VideoStoreKit {

    @TempDir
    Path directory;

    @Override
    VideoStore create() {
        return FileVideoStore.in(directory.resolve("videos"));
    }

    @Override
    int leftovers() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return (int) files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void keepsVideosFromOtherUsers() throws IOException {
        store.put("a/1.mp4", text("one")).block(SOON);

        Path file = directory.resolve("videos/a/1.mp4");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }
}
