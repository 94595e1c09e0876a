package io.github.reactorchutes.examples.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Files and folders that only their owner can read from their creation on, on file systems with owners. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Create a folder and its parents; existing folders are unchanged. */
    static void createDirectories(Path folder) throws IOException {
        Files.createDirectories(folder, only(folder, "rwx------"));
    }

    /** Create a folder in an existing one. */
    static void createDirectory(Path folder) throws IOException {
        Files.createDirectory(folder, only(folder, "rwx------"));
    }

    /** Create an empty file. */
    static void create(Path file) throws IOException {
        Files.createFile(file, only(file, "rw-------"));
    }

    private static FileAttribute<?>[] only(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
