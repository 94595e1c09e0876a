package io.github.reactorchutes.test.chute;

/**
 * The kind of file that a cord answers. The emulator makes a real one, which players accept.
 *
 * @since 0.1.0
 */
public enum Medium {
    /** An H.264 video of the size, rate and length asked for. */
    MP4("video/mp4"),
    /** A VP8 video, the same clip for every request. */
    WEBM("video/webm"),
    /** An image of the size asked for. */
    PNG("image/png"),
    /** A tone of 16-bit mono PCM, whose length follows the text. */
    WAV("audio/wav");

    private final String contentType;

    Medium(String contentType) {
        this.contentType = contentType;
    }

    /** {@return the media type} */
    public String contentType() {
        return contentType;
    }
}
