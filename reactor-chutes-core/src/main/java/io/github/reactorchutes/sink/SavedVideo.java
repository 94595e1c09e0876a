package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.Mp4Facts;
import io.github.reactorchutes.mp4.VideoVerdict;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A saved video.
 *
 * @since 0.1.0
 */
public final class SavedVideo {

    private final Path file;

    private final long bytes;

    private final String sha256;

    private final @Nullable Mp4Facts facts;

    private final VideoVerdict verdict;

    SavedVideo(Path file, long bytes, String sha256, @Nullable Mp4Facts facts, VideoVerdict verdict) {
        this.file = file;
        this.bytes = bytes;
        this.sha256 = sha256;
        this.facts = facts;
        this.verdict = verdict;
    }

    /**
     * Return the path of the file: the target, or a name beside it if the target's ending promised another format or the
     * target was taken while the video was generated.
     *
     * @return the path
     */
    public Path file() {
        return file;
    }

    /** {@return the size in bytes} */
    public long bytes() {
        return bytes;
    }

    /** {@return the SHA-256 of the content, as 64 lower-case hexadecimal digits} */
    public String sha256() {
        return sha256;
    }

    /**
     * Return the duration, dimensions and frame rate from the {@code moov} box.
     *
     * @return the facts, or {@code null} if it is not an MP4, is fragmented, or has a {@code moov} box larger than 4 MiB
     */
    public @Nullable Mp4Facts facts() {
        return facts;
    }

    /**
     * Return what the bytes in the file show: whether they are an MP4 whose boxes add up, another format, or unusual.
     *
     * @return the verdict
     */
    public VideoVerdict verdict() {
        return verdict;
    }

    @Override
    public String toString() {
        return "SavedVideo[" + file + ", " + bytes + " bytes, sha256 " + sha256 + (facts == null ? "" : ", " + facts)
                + (verdict.isClean() ? "" : ", " + verdict) + "]";
    }
}
