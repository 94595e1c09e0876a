package io.github.reactorchutes.test.video;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clip that can be drawn and written as a playable MP4: H.264 constrained baseline, {@code moov} first.
 *
 * <p>The same clip yields the same bytes on every machine.
 *
 * @since 0.1.0
 */
public final class VideoClip {

    private static final int SMALL_DIVISOR = 16;
    private static final int SMALL_STEPS = 10;

    final int width;
    final int height;
    final int fps;
    final int frames;
    final int hold;
    final long seed;
    final String caption;
    final @Nullable BufferedImage image;

    private VideoClip(Builder builder) {
        int divisor = builder.small ? SMALL_DIVISOR : 1;
        this.width = even(builder.width / divisor);
        this.height = even(builder.height / divisor);
        this.fps = builder.fps;
        this.frames = builder.frames;
        this.hold = builder.small ? Math.max(1, builder.frames / SMALL_STEPS) : 1;
        this.seed = builder.seed;
        this.caption = builder.caption;
        this.image = builder.image;
    }

    /**
     * Return a builder for a clip.
     *
     * @param width of a frame in pixels, rounded down to an even number
     * @param height of a frame in pixels, rounded down to an even number
     * @return a builder with 81 frames at 24 per second
     */
    public static Builder builder(int width, int height) {
        return new Builder(width, height);
    }

    /**
     * Draw the clip and return the MP4 file. This takes about 0.1 s for 81 frames of 832x480, so call it off the event
     * loop.
     *
     * @return the file's bytes
     */
    public byte[] toMp4() {
        Scene scene = new Scene(this);
        Picture picture = new Picture(width, height);
        H264Encoder encoder = new H264Encoder();
        List<byte[]> slices = new ArrayList<>(frames);
        for (int frame = 0; frame < frames; frame++) {
            scene.draw(frame, picture);
            slices.add(encoder.encode(picture));
        }
        byte[] sequence = ParameterSets.sequence(picture, width, height, fps);
        return new Mp4File(width, height, fps, sequence, ParameterSets.picture()).write(slices);
    }

    /**
     * Draw the first frame and return it as a PNG file.
     *
     * @return the file's bytes
     */
    public byte[] toPng() {
        Picture picture = new Picture(width, height);
        new Scene(this).draw(0, picture);
        return PngFile.of(picture, width, height);
    }

    private static int even(int pixels) {
        return Math.max(2, pixels & ~1);
    }

    /**
     * Builds a {@link VideoClip}.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final int width;
        private final int height;
        private int fps = 24;
        private int frames = 81;
        private long seed = 42;
        private String caption = "";
        private boolean small;
        private @Nullable BufferedImage image;

        private Builder(int width, int height) {
            this.width = width;
            this.height = height;
        }

        /**
         * Set the frames per second (default 24).
         *
         * @param fps at least 1
         * @return this builder
         */
        public Builder fps(int fps) {
            this.fps = positive("fps", fps);
            return this;
        }

        /**
         * Set the number of frames (default 81).
         *
         * @param frames at least 1
         * @return this builder
         */
        public Builder frames(int frames) {
            this.frames = positive("frames", frames);
            return this;
        }

        /**
         * Set the seed of the random colours and shapes (default 42).
         *
         * @param seed any number
         * @return this builder
         */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Set the line of text shown at the bottom (default none).
         *
         * @param caption cut off where the frame ends
         * @return this builder
         */
        public Builder caption(String caption) {
            this.caption = caption;
            return this;
        }

        /**
         * Set the picture behind caption and motion (default: shapes drawn from the seed).
         *
         * @param image scaled to the frame
         * @return this builder
         */
        public Builder image(BufferedImage image) {
            this.image = image;
            return this;
        }

        /**
         * Divide width and height by 16 and reduce motion, so that a clip takes a few kilobytes (default off). Rate,
         * frame count and duration are unchanged.
         *
         * @param small whether to shrink
         * @return this builder
         */
        public Builder small(boolean small) {
            this.small = small;
            return this;
        }

        /** {@return the clip; nothing is drawn yet} */
        public VideoClip build() {
            return new VideoClip(this);
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1 but was " + value);
            }
            return value;
        }
    }
}
