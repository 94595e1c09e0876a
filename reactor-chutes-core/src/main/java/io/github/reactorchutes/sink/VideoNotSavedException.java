package io.github.reactorchutes.sink;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A generated video could not be written: the disk is full, or the file system refused every name. The generation was
 * very likely billed.
 *
 * @since 0.1.0
 */
public final class VideoNotSavedException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String target;

    private final @Nullable String part;

    VideoNotSavedException(Path target, long bytes, @Nullable Path part, IOException cause) {
        super(message(target, bytes, part, cause), cause);
        this.target = target.toString();
        this.part = part == null ? null : part.toString();
    }

    private static String message(Path target, long bytes, @Nullable Path part, IOException cause) {
        return target + ": " + reason(cause) + " after " + String.format(Locale.ROOT, "%,d", bytes)
                + " bytes; the generation was very likely billed"
                + (part == null ? "" : ". The bytes are kept in " + part);
    }

    private static String reason(IOException cause) {
        String reason = cause instanceof FileSystemException fault ? fault.getReason() : cause.getMessage();
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }

    /** {@return the requested file} */
    public Path target() {
        return Path.of(target);
    }

    /** {@return the file that holds the bytes received so far, or {@code null} if there is none} */
    public @Nullable Path part() {
        return part == null ? null : Path.of(part);
    }
}
