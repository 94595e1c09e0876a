package io.github.reactorchutes.jobs;

import io.github.reactorchutes.sink.FileSink;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The local disk that has each video before the store does. A file has its final name only when it is whole and on the
 * device; the name says which execution of which job received it.
 */
final class Spool {

    private static final Logger logger = LoggerFactory.getLogger(Spool.class);

    private static final Pattern NAME = Pattern.compile("([0-9a-f-]{36})\\.(\\d+)(\\.[a-z0-9]{1,8})");

    private static final String ORPHAN = "orphan.";

    /** No call takes so long, so that nobody writes to such a part any more. */
    private static final Duration OLD_PART = Duration.ofDays(1);

    private final Path directory;

    Spool(Path directory) {
        this.directory = directory;
    }

    /** A whole file of the spool. */
    record Entry(Path file, String id, long epoch, String ending) {

        String key() {
            return id + "/" + epoch + ending;
        }
    }

    void create() {
        try {
            boolean posix =
                    directory.getFileSystem().supportedFileAttributeViews().contains("posix");
            Files.createDirectories(
                    directory,
                    posix
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                            }
                            : new FileAttribute<?>[0]);
        } catch (IOException e) {
            throw new UncheckedIOException("the spool directory cannot be created: " + directory, e);
        }
    }

    /** Save a body of an execution. */
    Mono<SpooledVideo> save(String id, long epoch, Flux<DataBuffer> body) {
        return FileSink.to(directory.resolve(id + "." + epoch + ".mp4"))
                .overwriting()
                .synced()
                .save(body)
                .map(saved -> {
                    Entry entry = entry(saved.file()).orElseThrow();
                    return new SpooledVideo(saved.file(), entry.key(), saved.sha256(), saved.bytes());
                });
    }

    List<Entry> entries() {
        return files().stream().flatMap(file -> entry(file).stream()).toList();
    }

    private List<Path> files() {
        if (Files.notExists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        } catch (IOException e) {
            logger.warn("The spool directory {} cannot be read: {}", directory, e.toString());
            return List.of();
        }
    }

    /** Delete what killed processes left of videos that did not arrive completely. */
    void deleteOldParts() {
        Instant old = Instant.now().minus(OLD_PART);
        files().stream().filter(file -> isPart(file) && isOlder(file, old)).forEach(Spool::delete);
    }

    /** Delete a video whose job was deleted, a day later, because somebody may look for it. */
    static void deleteIfOld(Path file) {
        if (isOlder(file, Instant.now().minus(OLD_PART))) {
            delete(file);
        }
    }

    /** Delete what this machine has of a job that is deleted. */
    void deleteAll(String id) {
        entries().stream().filter(entry -> entry.id().equals(id)).forEach(entry -> delete(entry.file()));
    }

    private static boolean isPart(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith(".") && name.endsWith(".part");
    }

    private static boolean isOlder(Path file, Instant limit) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(limit);
        } catch (IOException gone) {
            return false;
        }
    }

    Optional<Entry> find(String id, long epoch) {
        return entries().stream()
                .filter(entry -> entry.id().equals(id) && entry.epoch() == epoch)
                .findFirst();
    }

    private static Optional<Entry> entry(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches()
                ? Optional.of(new Entry(file, name.group(1), Long.parseLong(name.group(2)), name.group(3)))
                : Optional.empty();
    }

    /** Read a file again. */
    static SpooledVideo describe(Entry entry) throws IOException {
        MessageDigest digest = Requests.digest();
        long bytes;
        try (InputStream content = new DigestInputStream(Files.newInputStream(entry.file()), digest)) {
            bytes = content.transferTo(OutputStream.nullOutputStream());
        }
        return new SpooledVideo(entry.file(), entry.key(), HexFormat.of().formatHex(digest.digest()), bytes);
    }

    /** Keep a paid video that no row wants. */
    void keepAsOrphan(Path file) {
        try {
            Path kept = file.resolveSibling(ORPHAN + file.getFileName());
            Files.move(file, kept, StandardCopyOption.REPLACE_EXISTING);
            logger.warn("A video arrived for a job that goes on without it; it is kept as {}", kept);
        } catch (IOException e) {
            logger.warn("A video arrived for a job that goes on without it; it is kept as {}", file);
        }
    }

    static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            logger.warn("A stored video cannot be removed from the spool: {}", e.toString());
        }
    }
}
