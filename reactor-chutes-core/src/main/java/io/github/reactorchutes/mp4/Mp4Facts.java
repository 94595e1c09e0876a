package io.github.reactorchutes.mp4;

import java.time.Duration;

/**
 * The properties of an MP4's video track.
 *
 * @since 0.1.0
 */
public final class Mp4Facts {

    private final int width;

    private final int height;

    private final long frames;

    private final double seconds;

    Mp4Facts(int width, int height, long frames, double seconds) {
        this.width = width;
        this.height = height;
        this.frames = frames;
        this.seconds = seconds;
    }

    /** {@return the display width of the video in pixels} */
    public int width() {
        return width;
    }

    /** {@return the display height of the video in pixels} */
    public int height() {
        return height;
    }

    /** {@return the number of frames, 1 or more} */
    public long frames() {
        return frames;
    }

    /** {@return the average number of frames per second} */
    public double frameRate() {
        return frames / seconds;
    }

    /** {@return the duration of the video, rounded to nanoseconds} */
    public Duration duration() {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Override
    public String toString() {
        return "Mp4Facts[" + width + "x" + height + ", " + frames + " frames, " + duration() + "]";
    }
}
