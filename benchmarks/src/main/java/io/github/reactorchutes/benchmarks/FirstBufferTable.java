package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.Results.Figures;
import java.io.IOException;
import java.util.List;

/** The figures of {@link FirstBuffer}. */
final class FirstBufferTable {

    private FirstBufferTable() {}

    static List<String> lines(Results results) throws IOException {
        Markdown table = new Markdown(List.of("client", "calls", "median", "90 % within"));
        for (Figures each : results.figures(Plan.FIRST_BUFFER)) {
            table.add(List.of(
                    each.client(),
                    each.count("calls"),
                    each.spread("medianMicros").brief("%.1f") + " us",
                    each.spread("micros90").brief("%.1f") + " us"));
        }
        return table.lines();
    }
}
