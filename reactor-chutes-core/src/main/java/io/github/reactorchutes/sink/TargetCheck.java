package io.github.reactorchutes.sink;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Finds a final name that cannot be used while nothing is paid yet. */
final class TargetCheck {

    private TargetCheck() {}

    /** Fail if the name is taken, too long for its file system, or names something that a rename cannot replace. */
    static void check(Path target, boolean overwrite) throws IOException {
        BasicFileAttributes existing = attributes(target);
        if (existing == null) {
            return;
        }
        if (!overwrite) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (existing.isDirectory()) {
            throw new FileSystemException(target.toString(), null, "is a directory");
        }
        if (existing.isRegularFile() && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString(), null, "is read-only");
        }
    }

    private static @Nullable BasicFileAttributes attributes(Path target) throws IOException {
        try {
            return Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    /** Name the directory instead of the part file, a name that the caller never gave. */
    static IOException inDirectory(Path target, FileSystemException failure) {
        Path parent = target.toAbsolutePath().getParent();
        String directory = String.valueOf(parent);
        if (failure instanceof NoSuchFileException) {
            return new NoSuchFileException(directory);
        }
        if (failure instanceof AccessDeniedException) {
            return new AccessDeniedException(directory);
        }
        return new FileSystemException(directory, null, failure.getReason());
    }
}
