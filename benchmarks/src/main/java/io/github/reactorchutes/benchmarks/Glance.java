package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.Results.Figures;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The medians that matter most. */
record Glance(Results results) {

    private static final String NONE = "";

    private static final String RATIO = "%.2f";

    private static final List<String> CLIENTS =
            List.of("chutes", "chutes-guarded", "reactor-netty", "webclient", "webclient-guarded");

    List<String> lines() throws IOException {
        List<String> columns = new ArrayList<>(List.of(NONE));
        columns.addAll(CLIENTS);
        Markdown table = new Markdown(columns);
        downloads(table, "CPU of a 64 KB video, https", "https:65536:16", RATIO, Ratios::cpu);
        downloads(table, "CPU of a 16 MB video, https", "https:16777216:16", RATIO, Ratios::cpu);
        downloads(table, "CPU of a 16 MB video, http", "http:16777216:16", RATIO, Ratios::cpu);
        downloads(table, "CPU of a 1 MB video, http, at 100 Mbit/s", "http:1048576:16:100mbit", RATIO, Ratios::cpu);
        downloads(table, "CPU of a call, 16 at once, 50 ms each", "http:65536:16:50ms", RATIO, Ratios::cpu);
        downloads(table, "CPU of a call, 1,024 at once, 50 ms each", "http:65536:1024:50ms", RATIO, Ratios::cpu);
        downloads(
                table,
                "heap allocated by a 64 KB video, https",
                "https:65536:16",
                "%.1f KB",
                each -> each.absolute().perCall());
        downloads(
                table,
                "heap allocated by an upload of 10 MB",
                Plan.UPLOAD,
                "%,.0f KB",
                each -> each.absolute().perCall());
        probe(table, "memory of a paused stream, https", "paused:https", "%.0f KB");
        probe(table, "memory of a waiting call, https", "waiting:https", "%.1f KB");
        probe(table, "memory of a slow viewer of a gateway", "viewers", "%.0f KB");
        return table.lines();
    }

    private void downloads(Markdown table, String title, String row, String format, Function<Ratios, Spread> quantity)
            throws IOException {
        Optional<DownloadTable> measured = results.table(row);
        String suffix = row.equals(Plan.UPLOAD) ? "-upload" : NONE;
        add(
                table,
                title,
                client -> measured.flatMap(each -> each.of(client + suffix))
                        .map(each -> Spread.number(format, quantity.apply(each).median()))
                        .orElse(NONE));
    }

    private void probe(Markdown table, String title, String row, String format) throws IOException {
        List<Figures> measured = results.figures(row);
        add(
                table,
                title,
                client -> measured.stream()
                        .filter(each -> each.client().replace("-window", "").equals(client))
                        .map(each ->
                                Spread.number(format, each.spread("kilobytes").median()))
                        .findFirst()
                        .orElse(NONE));
    }

    /** Add a row, unless it was not measured. */
    private static void add(Markdown table, String title, Function<String, String> cell) {
        List<String> cells = CLIENTS.stream().map(cell).toList();
        if (!cells.stream().allMatch(String::isEmpty)) {
            List<String> row = new ArrayList<>(List.of(title));
            row.addAll(cells);
            table.add(row);
        }
    }
}
