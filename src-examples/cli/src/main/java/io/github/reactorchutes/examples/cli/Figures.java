package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Duration;
import java.util.Locale;

/** Formats numbers for people. */
final class Figures {

    private static final double MEGA = 1_000_000;

    private Figures() {}

    static String summary(GeneratedVideo video) {
        SavedVideo saved = video.saved();
        return "saved " + saved.file() + ": " + bytes(saved.bytes()) + " in " + seconds(video.total()) + remark(video);
    }

    private static String remark(GeneratedVideo video) {
        VideoVerdict verdict = video.verdict();
        if (verdict.isClean()) {
            return "";
        }
        boolean isUsual = video.isOfAnyChute() && verdict.kind() == VideoVerdict.Kind.UNVERIFIED;
        return isUsual ? " (" + verdict.format() + ")" : "; warning: it is " + verdict;
    }

    static String bytes(long bytes) {
        return bytes < MEGA
                ? String.format(Locale.ROOT, "%,d bytes", bytes)
                : String.format(Locale.ROOT, "%.1f MB", bytes / MEGA);
    }

    static String rate(long bytes, Duration time) {
        double seconds = Math.max(time.toMillis(), 1) / 1000.0;
        return String.format(Locale.ROOT, "%.1f MB/s", bytes / MEGA / seconds);
    }

    /** Write {@code 9.5 s}, {@code 3m 05s} or {@code 2h 07m}. */
    static String time(Duration time) {
        if (time.toMinutes() == 0) {
            return seconds(time);
        }
        return time.toHours() == 0
                ? String.format(Locale.ROOT, "%dm %02ds", time.toMinutes(), time.toSecondsPart())
                : String.format(Locale.ROOT, "%dh %02dm", time.toHours(), time.toMinutesPart());
    }

    /** Write a time as the user set it: {@code 60 s} or {@code 0.1 s}. */
    static String limit(Duration time) {
        return time.toMillisPart() == 0 ? time.toSeconds() + " s" : seconds(time);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
