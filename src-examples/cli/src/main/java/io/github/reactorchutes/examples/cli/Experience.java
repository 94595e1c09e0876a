package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.PrivateFiles;
import io.github.reactorchutes.progress.GenerationTimes;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The generation times of earlier runs, from which a run estimates its wait. Without a readable and writable file there
 * is no estimate.
 */
final class Experience {

    private final @Nullable Path file;

    private final GenerationTimes times;

    private Experience(@Nullable Path file, GenerationTimes times) {
        this.file = file;
        this.times = times;
    }

    static Experience none() {
        return new Experience(null, new GenerationTimes());
    }

    /** Load the times of a server; other servers differ. */
    static Experience load(Shell.Environment environment, @Nullable URI baseUrl) {
        Path folder = folder(environment);
        String server = baseUrl == null ? "platform" : baseUrl.getHost();
        if (folder == null || server == null) {
            return none();
        }
        Path file = folder.resolve("times-" + server.replace(':', '_') + ".properties");
        return new Experience(file, GenerationTimes.of(read(file)));
    }

    private static @Nullable Path folder(Shell.Environment environment) {
        String cache = environment.get("XDG_CACHE_HOME");
        String home = environment.get("HOME");
        if (cache != null && !cache.isBlank()) {
            return path(cache, "reactor-chutes");
        }
        return home == null || home.isBlank() ? null : path(home, ".cache/reactor-chutes");
    }

    /** The locale may not be able to encode the name. */
    private static @Nullable Path path(String folder, String name) {
        try {
            return Path.of(folder, name);
        } catch (InvalidPathException unusable) {
            return null;
        }
    }

    private static Map<String, Duration> read(Path file) {
        Properties stored = new Properties();
        Map<String, Duration> averages = new HashMap<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            stored.load(reader);
            stored.stringPropertyNames()
                    .forEach(shape -> averages.put(shape, Duration.parse(stored.getProperty(shape))));
            return averages;
        } catch (IOException | RuntimeException unreadable) {
            return Map.of();
        }
    }

    GenerationTimes times() {
        return times;
    }

    void save() {
        Map<String, Duration> averages = times.averages();
        if (file == null || averages.isEmpty()) {
            return;
        }
        Properties stored = new Properties();
        averages.forEach((shape, time) -> stored.setProperty(shape, time.toString()));
        try {
            PrivateFiles.createDirectories(
                    Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder"));
            replace(file, stored);
        } catch (IOException notWritten) {
            // the next run has no estimate
        }
    }

    /** A reader sees the old file or the new one, and the new one's permissions. */
    private static void replace(Path file, Properties stored) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel =
                            PrivateFiles.open(next, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
                    Writer writer = Channels.newWriter(channel, StandardCharsets.UTF_8)) {
                stored.store(writer, null);
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
