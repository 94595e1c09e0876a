package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.Mp4Facts;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A video that was saved.
 *
 * @since 0.1.0
 */
public final class SavedVideo {

    private final Path file;

    private final long bytes;

    private final String sha256;

    private final @Nullable Mp4Facts facts;

    SavedVideo(Path file, long bytes, String sha256, @Nullable Mp4Facts facts) {
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.facts = facts;
    }

    /**
     * Return where it is.
     *
     * @return the file
     */
    public Path file() {
        return file;
    }

    /**
     * Return its size.
     *
     * @return the number of bytes
     */
    public long bytes() {
        return bytes;
    }

    /**
     * Return the SHA-256 of its content.
     *
     * @return 64 lower-case hexadecimal digits
     */
    public String sha256() {
        return sha256;
    }

    /**
     * Return its duration, dimensions and frame rate, as its {@code moov} box tells them.
     *
     * @return the facts, or {@code null} if it is no MP4, is fragmented, or has a {@code moov} box of more than 4 MiB
     */
    public @Nullable Mp4Facts facts() {
        return facts;
    }

    @Override
    public String toString() {
        return "SavedVideo[" + file + ", " + bytes + " bytes, sha256 " + sha256 + (facts == null ? "" : ", " + facts)
                + "]";
    }
}
