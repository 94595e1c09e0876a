package io.github.reactorchutes.mp4;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The content of an {@code elst} box: the parts of a track that are shown.
 *
 * @param seconds the duration of all parts; 0 without parts, and if the last one goes on to the end
 * @param tick the precision of that duration in seconds
 */
record EditList(double seconds, double tick) {

    private static final EditList NONE = new EditList(0, 0);

    /** Pauses ({@code media_time} is -1) show nothing of the track. */
    static EditList of(@Nullable ByteBuffer elst, long ticksPerSecond) {
        if (elst == null || ticksPerSecond == 0) {
            return NONE;
        }
        boolean large = MovieBox.isLarge(elst);
        int edits = elst.getInt(4);
        elst.position(8);
        double ticks = 0;
        for (int i = 0; i < edits; i++) {
            double duration = large ? elst.getLong() : MovieBox.unsigned(elst.getInt());
            long from = large ? elst.getLong() : elst.getInt();
            elst.getInt();
            if (duration == 0) {
                return NONE;
            }
            ticks += from == -1 ? 0 : duration;
        }
        return new EditList(ticks / ticksPerSecond, 1.0 / ticksPerSecond);
    }

    /** Return how much of the frames is shown. Most lists show all of them, in coarser ticks than those of the frames. */
    double shown(double secondsOfFrames) {
        boolean isAll = seconds <= 0 || Math.abs(seconds - secondsOfFrames) <= tick;
        return isAll ? secondsOfFrames : seconds;
    }
}
