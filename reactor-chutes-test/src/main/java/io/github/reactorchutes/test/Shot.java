package io.github.reactorchutes.test;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks to be drawn.
 *
 * @param size width and height
 * @param fps frames per second
 * @param frames the number of frames
 */
record Shot(FrameSize size, int fps, int frames) {

    private static final int MAX_SIDE = 2048;
    private static final int MAX_FPS = 240;
    private static final int MAX_FRAMES = 1000;

    Shot {
        size = new FrameSize(within(size.width(), MAX_SIDE), within(size.height(), MAX_SIDE));
        fps = within(fps, MAX_FPS);
        frames = within(frames, MAX_FRAMES);
    }

    /** Read the fields that chutes have in common. */
    static Shot of(Map<String, @Nullable Object> input) {
        FrameSize named = FrameSize.of(String.valueOf(input.get("resolution")));
        FrameSize size = new FrameSize(number(input, "width", named.width()), number(input, "height", named.height()));
        int fps = number(input, "fps", 24);
        return new Shot(size, fps, number(input, "frames", frames(input, fps)));
    }

    private static int frames(Map<String, @Nullable Object> input, int fps) {
        return input.get("duration") instanceof Number seconds ? (int) (fps * seconds.doubleValue()) : 81;
    }

    static int number(Map<String, @Nullable Object> input, String field, int otherwise) {
        return input.get(field) instanceof Number number ? number.intValue() : otherwise;
    }

    private static int within(int value, int max) {
        return Math.max(1, Math.min(max, value));
    }
}
