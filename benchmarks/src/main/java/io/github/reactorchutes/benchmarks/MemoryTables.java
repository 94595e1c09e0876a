package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.Results.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The memory of streams, calls and viewers that wait. */
record MemoryTables(Results results) {

    List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.addAll(block(
                "Videos of 16 MB whose consumers took a few buffers, one at a time, and then stopped asking:",
                paused()));
        lines.addAll(block("Calls that wait for their first byte, in a heap of 512 MB:", waiting()));
        lines.addAll(block(
                "A WebFlux gateway with a heap of 512 MB, whose viewers read a video of 16 MB at 20 KB/s. `chutes-window`"
                        + " is what the starter does; `chutes` is the same without the limit for slow viewers:",
                viewers()));
        return lines;
    }

    private static List<String> block(String text, Markdown table) {
        if (table.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(text, ""));
        lines.addAll(table.lines());
        lines.add("");
        return lines;
    }

    private Markdown paused() throws IOException {
        Markdown table = new Markdown(List.of("client", "scheme", "streams", "memory of each"));
        for (String scheme : Plan.SCHEMES) {
            for (Figures each : results.figures("paused:" + scheme)) {
                table.add(List.of(
                        each.client(),
                        scheme,
                        each.count("streams"),
                        each.spread("kilobytes").brief("%.0f") + " KB"));
            }
        }
        return table;
    }

    private Markdown waiting() throws IOException {
        Markdown table =
                new Markdown(List.of("client", "scheme", "calls", "heap and direct memory of each", "completed"));
        for (String scheme : Plan.SCHEMES) {
            for (Figures each : results.figures("waiting:" + scheme)) {
                table.add(List.of(
                        each.client(),
                        scheme,
                        each.count("calls"),
                        each.spread("kilobytes").brief("%.1f") + " KB",
                        each.count("completed")));
            }
        }
        return table;
    }

    private Markdown viewers() throws IOException {
        Markdown table = new Markdown(List.of("gateway", "viewers", "heap and direct memory of each", "failed"));
        for (Figures each : results.figures("viewers")) {
            table.add(List.of(
                    each.client(),
                    each.count("viewers"),
                    each.spread("kilobytes").brief("%.0f") + " KB",
                    each.count("failed")));
        }
        return table;
    }
}
