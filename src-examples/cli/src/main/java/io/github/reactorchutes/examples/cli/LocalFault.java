package io.github.reactorchutes.examples.cli;

import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes the problem of a file: the JDK's messages are often just its name. */
final class LocalFault {

    private LocalFault() {}

    static String describe(Throwable error) {
        if (error instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return describe(unchecked.getCause());
        }
        if (error instanceof FileSystemException fault) {
            return fault.getFile() + ": " + reason(fault);
        }
        return error instanceof CharacterCodingException ? "a text file is not UTF-8" : otherwise(error);
    }

    private static String reason(FileSystemException fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (fault instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (fault instanceof FileAlreadyExistsException) {
            return "exists; use --force to replace it";
        }
        return fault.getReason() == null ? fault.getClass().getSimpleName() : fault.getReason();
    }

    private static String otherwise(Throwable error) {
        return error.getMessage() == null ? error.toString() : error.getMessage();
    }
}
