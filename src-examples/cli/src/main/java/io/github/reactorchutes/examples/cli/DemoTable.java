package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** Several saved videos, one per line. */
final class DemoTable {

    private DemoTable() {}

    static void print(PrintWriter out, List<GeneratedVideo> videos) {
        int width = videos.stream()
                .mapToInt(video -> video.saved().file().toString().length())
                .max()
                .orElse(0);
        String row = "%-" + Math.max(width, 4) + "s  %12s  %10s  %8s%n";
        out.printf(Locale.ROOT, row, "FILE", "BYTES", "FIRST BYTE", "TOTAL");
        for (GeneratedVideo video : videos) {
            out.printf(
                    Locale.ROOT,
                    row,
                    video.saved().file(),
                    String.format(Locale.ROOT, "%,d", video.saved().bytes()),
                    Figures.seconds(video.head().timeToFirstByte()),
                    Figures.seconds(video.total()));
        }
        out.flush();
    }
}
