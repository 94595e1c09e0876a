package io.github.reactorchutes.mp4;

/**
 * The file format of a body, recognised by its first bytes.
 *
 * @since 0.1.0
 */
public enum VideoFormat {
    /** MP4 and QuickTime, the format that this library verifies. */
    MP4(".mp4"),
    /** WebM. */
    WEBM(".webm"),
    /** Matroska. */
    MATROSKA(".mkv"),
    /** GIF. */
    GIF(".gif"),
    /** Audio Video Interleave. */
    AVI(".avi"),
    /** An MPEG transport stream. */
    MPEG_TS(".ts"),
    /** An MPEG program stream. */
    MPEG_PS(".mpg"),
    /** Ogg. */
    OGG(".ogv"),
    /** Flash Video. */
    FLV(".flv"),
    /** Windows Media. */
    ASF(".wmv"),
    /** WebP, possibly animated. */
    WEBP(".webp"),
    /** PNG, possibly animated. */
    PNG(".png"),
    /** JPEG. */
    JPEG(".jpg"),
    /** WAV. */
    WAV(".wav"),
    /** MP3. */
    MP3(".mp3"),
    /** FLAC. */
    FLAC(".flac"),
    /** Ogg that begins with audio, such as Opus. */
    OGG_AUDIO(".ogg"),
    /** Not recognised. */
    UNKNOWN("");

    private final String extension;

    VideoFormat(String extension) {
        this.extension = extension;
    }

    /** {@return the usual ending of file names, such as {@code .webm}; empty if the format was not recognised} */
    public String extension() {
        return extension;
    }
}
