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

    /** The duration of all frames. */
    private final double seconds;

    private final double shownSeconds;

    Mp4Facts(int width, int height, long frames, double seconds, double shownSeconds) {
        this.width = width;
        this.height = height;
        this.frames = frames;
        this.seconds = seconds;
        this.shownSeconds = shownSeconds;
    }

    /** {@return the width of the video in pixels as shown, after a rotation} */
    public int width() {
        return width;
    }

    /** {@return the height of the video in pixels as shown, after a rotation} */
    public int height() {
        return height;
    }

    /** {@return the number of frames in the file, 1 or more; an edit list may leave out some of them} */
    public long frames() {
        return frames;
    }

    /** {@return the average number of frames per second} */
    public double frameRate() {
        return frames / seconds;
    }

    /** {@return the duration of the video as shown, which is that of its edit list if it has one, rounded to nanoseconds} */
    public Duration duration() {
        return Duration.ofNanos(Math.round(shownSeconds * 1e9));
    }

    @Override
    public String toString() {
        return "Mp4Facts[" + width + "x" + height + ", " + frames + " frames, " + duration() + "]";
    }
}
