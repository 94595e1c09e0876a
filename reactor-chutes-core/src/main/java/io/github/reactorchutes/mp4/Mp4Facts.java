package io.github.reactorchutes.mp4;

import java.time.Duration;

/**
 * What an MP4 says about its video track.
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

    /**
     * Return how wide the video is shown.
     *
     * @return the width in pixels
     */
    public int width() {
        return width;
    }

    /**
     * Return how high the video is shown.
     *
     * @return the height in pixels
     */
    public int height() {
        return height;
    }

    /**
     * Return how many frames there are.
     *
     * @return 1 or more
     */
    public long frames() {
        return frames;
    }

    /**
     * Return how many frames are shown a second, on average.
     *
     * @return the rate
     */
    public double frameRate() {
        return frames / seconds;
    }

    /**
     * Return how long the video plays.
     *
     * @return the time, rounded to nanoseconds
     */
    public Duration duration() {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    @Override
    public String toString() {
        return "Mp4Facts[" + width + "x" + height + ", " + frames + " frames, " + duration() + "]";
    }
}
