package io.github.reactorchutes.mp4;

import java.nio.ByteBuffer;

/**
 * The content of an {@code stts} box: runs of frames with the same duration.
 *
 * @param frames the number of frames
 * @param seconds the duration of all of them
 */
record FrameTimes(long frames, double seconds) {

    static FrameTimes of(ByteBuffer stts, long ticksPerSecond) {
        long frames = 0;
        double ticks = 0;
        int runs = stts.getInt(4);
        stts.position(8);
        for (int i = 0; i < runs; i++) {
            long count = MovieBox.unsigned(stts.getInt());
            frames += count;
            ticks += (double) count * MovieBox.unsigned(stts.getInt());
        }
        return new FrameTimes(frames, ticks / ticksPerSecond);
    }
}
