package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Where this gateway keeps what must survive a restart. What was submitted to an emulator is apart from what was
 * submitted to the platform, where it would cost money.
 */
@Component
final class DataFolder {

    private static final Logger logger = LoggerFactory.getLogger(DataFolder.class);

    private static final String UPLOADS = "uploads-";

    /** No upload takes so long, so that nobody needs the folder of a run that has stored nothing since. */
    private static final Duration OLD = Duration.ofDays(1);

    private final Path path;

    private final Clock clock;

    DataFolder(GatewayProperties properties, ObjectProvider<ChutesEmulator> emulator, Clock clock) {
        this.path = properties.directory().resolve(emulator.getIfAvailable() == null ? "platform" : "emulator");
        this.clock = clock;
        try {
            PrivateFiles.createDirectories(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "gateway.directory must be a folder that can be written, but is " + properties.directory(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Create the folder for the uploads of this run, and delete those that killed runs have left. */
    Path newUploads() throws IOException {
        leftUploads().forEach(DataFolder::delete);
        return Files.createTempDirectory(path, UPLOADS);
    }

    private List<Path> leftUploads() throws IOException {
        Instant old = clock.instant().minus(OLD);
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.getFileName().toString().startsWith(UPLOADS) && isOlder(file, old))
                    .toList();
        }
    }

    private static boolean isOlder(Path file, Instant time) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(time);
        } catch (IOException gone) {
            return false;
        }
    }

    private static void delete(Path folder) {
        try {
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            logger.warn("The uploads of an earlier run cannot be deleted: {}", e.toString());
        }
    }
}
