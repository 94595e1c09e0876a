package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.SavedVideo;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Several saved videos, a line each. */
final class DemoTable {

    private DemoTable() {}

    static void print(PrintWriter out, List<SavedVideo> videos) {
        int width = videos.stream()
                .mapToInt(video -> video.file().toString().length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(width, 4) + "s  %12s  %10s  %8s%n";
        out.printf(Locale.ROOT, row, "FILE", "BYTES", "FIRST BYTE", "TOTAL");
        for (SavedVideo video : videos) {
            out.printf(
                    Locale.ROOT,
                    row,
                    video.file(),
                    String.format(Locale.ROOT, "%,d", video.bytes()),
                    Figures.seconds(video.firstByte()),
                    Figures.seconds(video.total()));
        }
        out.flush();
    }
}
