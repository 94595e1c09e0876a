package io.github.reactorchutes.sink;

import java.nio.file.Path;

/**
 * A video that was saved.
 *
 * @since 0.1.0
 */
public final class SavedVideo {

    private final Path file;

    private final long bytes;

    private final String sha256;

    SavedVideo(Path file, long bytes, String sha256) {
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
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

    @Override
    public String toString() {
        return "SavedVideo[" + file + ", " + bytes + " bytes, sha256 " + sha256 + "]";
    }
}
