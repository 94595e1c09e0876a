package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where durable jobs are.
 *
 * @param name its name for messages, which has no password
 * @param file the SQLite file, or {@code null} for PostgreSQL
 * @param postgres the database, or {@code null} for SQLite
 * @param videos where the videos are kept, or {@code null} for the default
 */
record StoreLocation(
        String name,
        @Nullable Path file,
        @Nullable PostgresUrl postgres,
        @Nullable Path videos) {

    private static final String SQLITE = "jdbc:sqlite:";

    private static final String FORMS = "--store must be a folder, jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE";

    static StoreLocation parse(String where, @Nullable Path videos, Shell.Environment environment) {
        if (where.startsWith(PostgresUrl.PREFIX)) {
            PostgresUrl url = PostgresUrl.parse(where, environment);
            return new StoreLocation(url.name(), null, url, videos);
        }
        if (where.startsWith(SQLITE)) {
            return new StoreLocation(where, sqlite(where.substring(SQLITE.length())), null, videos);
        }
        if (where.isBlank() || where.startsWith("jdbc:") || where.contains("://")) {
            throw new UsageException(FORMS);
        }
        return new StoreLocation(where, path(where).resolve("jobs.db"), null, videos);
    }

    private static Path sqlite(String file) {
        boolean isAFile = !file.isBlank() && !file.contains("?") && !file.startsWith(":");
        if (!isAFile || file.startsWith("file:")) {
            throw new UsageException("--store jdbc:sqlite: must be followed by the name of a file, without parameters");
        }
        return path(file);
    }

    private static Path path(String name) {
        try {
            return Locales.path(name).toAbsolutePath().normalize();
        } catch (IllegalArgumentException invalid) {
            throw new UsageException("--store: " + invalid.getMessage(), invalid);
        }
    }

    /** Return the name that the directory of the videos is marked with, which is the same from every working directory. */
    String mark() {
        return file == null ? name : file.toString();
    }

    /** Return the folder of what is on its way to the videos, and of the videos by default. */
    Path directory(Path outDirectory) {
        return file == null ? outDirectory.resolve(".chutes") : Objects.requireNonNull(file.getParent());
    }

    /** Return where the videos are kept. */
    Path videos(Path outDirectory) {
        return videos == null ? directory(outDirectory).resolve("videos") : videos;
    }

    /** Return whether a video that another process made can be read. */
    boolean hasAllVideos() {
        return file != null || videos != null;
    }

    /** Return the option for a command that the user can paste. */
    String option() {
        boolean plain = name.matches("[A-Za-z0-9_./:@%+=,\\[\\]-]+");
        return "--store " + (plain ? name : "'" + name.replace("'", "'\\''") + "'");
    }
}
