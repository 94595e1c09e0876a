package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The same downloads with more and more streams. */
record Concurrency(List<DownloadTable> tables) {

    static Concurrency of(Results results) throws IOException {
        List<DownloadTable> tables = new ArrayList<>();
        for (String row : Plan.CONCURRENCY) {
            results.table(row).ifPresent(tables::add);
        }
        return new Concurrency(tables);
    }

    /** Return all clients, in the order of their names. */
    List<String> clients() {
        return tables.stream()
                .flatMap(table -> table.peers().stream())
                .map(Ratios::peer)
                .distinct()
                .sorted()
                .toList();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (DownloadTable table : tables) {
            if (!table.failures().isEmpty()) {
                lines.add("Ended no call with " + streams(table) + " streams: " + table.failures() + ".");
                lines.add("");
            }
        }
        lines.addAll(block(
                "CPU time of a call, relative to `reactor-netty`:",
                each -> each.cpu().cell("%.2f")));
        lines.addAll(block(
                "Calls per second:", each -> each.absolute().callsPerSecond().cell("%.0f")));
        lines.addAll(block(
                "Heap allocated per call, in KB:",
                each -> each.absolute().perCall().cell("%.1f")));
        return lines;
    }

    private List<String> block(String title, Function<Ratios, String> cell) {
        List<String> columns = new ArrayList<>(List.of("streams"));
        columns.addAll(clients());
        Markdown markdown = new Markdown(columns);
        for (DownloadTable table : tables) {
            List<String> cells = new ArrayList<>(List.of(streams(table)));
            clients().stream()
                    .map(table::of)
                    .map((Optional<Ratios> client) -> client.map(cell).orElse(""))
                    .forEach(cells::add);
            markdown.add(cells);
        }
        List<String> lines = new ArrayList<>(List.of(title, ""));
        lines.addAll(markdown.lines());
        lines.add("");
        return lines;
    }

    private static String streams(DownloadTable table) {
        return Spread.number("%,.0f", table.scenario().streams());
    }
}
