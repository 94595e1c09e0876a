package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.VideoFormat;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The name of a saved video: the target, unless its ending promises another format than the recognised one.
 *
 * @param target the name that the caller asked for
 * @param format the recognised format
 */
record VideoName(Path target, VideoFormat format) {

    boolean isTarget() {
        return format == VideoFormat.UNKNOWN || ending().isEmpty() || formatOfEnding() == format;
    }

    /** Return the name with the ending that the caller asked for, whatever the format is. */
    VideoName withoutFormat() {
        return new VideoName(target, VideoFormat.UNKNOWN);
    }

    /** Return the target with the right ending, and a number before it from the second on. */
    Path numbered(int number) {
        String name = target.getFileName().toString();
        String stem = name.substring(0, name.length() - ending().length());
        String ending = isTarget() ? name.substring(stem.length()) : format.extension();
        return target.resolveSibling(stem + (number == 1 ? "" : "." + number) + ending);
    }

    /** Return the ending of the target if it is that of a video format. */
    private String ending() {
        VideoFormat promised = formatOfEnding();
        return promised == VideoFormat.UNKNOWN ? "" : promised.extension();
    }

    private VideoFormat formatOfEnding() {
        String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
        return Stream.of(VideoFormat.values())
                .filter(known -> known != VideoFormat.UNKNOWN && name.endsWith(known.extension()))
                .findFirst()
                .orElse(VideoFormat.UNKNOWN);
    }
}
