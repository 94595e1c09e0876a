package io.github.reactorchutes.jobs;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** A database in one file, which only its owner may read: it has the prompts and images of the jobs. */
final class SqliteFile {

    /** SQLite has one writer at a time, so more connections would only wait. */
    private static final int CONNECTIONS = 4;

    private static final long BUSY_TIMEOUT_MILLIS = 30_000;

    private SqliteFile() {}

    static HikariDataSource open(Path file) {
        try {
            create(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the database of the jobs cannot be created: " + file, e);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file.toAbsolutePath());
        config.setMaximumPoolSize(CONNECTIONS);
        config.setPoolName("chutes-jobs");
        config.addDataSourceProperty("journal_mode", "WAL");
        config.addDataSourceProperty("synchronous", "FULL");
        config.addDataSourceProperty("busy_timeout", Long.toString(BUSY_TIMEOUT_MILLIS));
        // a transaction that reads first and writes later would fail if another one wrote in between
        config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        return new HikariDataSource(config);
    }

    /** SQLite gives its other files the permissions of this one. */
    private static void create(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent(), only("rwx------", file));
        try {
            Files.createFile(file, only("rw-------", file));
        } catch (FileAlreadyExistsException usedBefore) {
            // its owner decides on its readers
        }
    }

    private static FileAttribute<?>[] only(String permissions, Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
