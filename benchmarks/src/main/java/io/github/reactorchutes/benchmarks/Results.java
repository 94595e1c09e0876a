package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A folder of CSV files: one for each row, so that each can be measured anew. The first line is its environment. */
record Results(Path folder) {

    private static final String COMMENT = "# ";

    /** Replace the results of a row. */
    void write(String row, Environment environment, String header, List<String> lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(COMMENT + environment.line(), header));
        all.addAll(lines);
        Files.createDirectories(folder);
        Files.write(file(row), all);
    }

    Optional<Measured> read(String row) throws IOException {
        if (!Files.exists(file(row))) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file(row));
        Environment environment = Environment.parse(lines.get(0).substring(COMMENT.length()));
        return Optional.of(new Measured(environment, lines.get(1), lines.subList(2, lines.size())));
    }

    /** Return the clients of a scenario, if it was measured. */
    Optional<DownloadTable> table(String row) throws IOException {
        return read(row).map(measured -> new DownloadTable(Scenario.parse(row), measured.samples()));
    }

    /** Return the figures of each client of a {@link Probe}. */
    List<Figures> figures(String row) throws IOException {
        return read(row).map(Measured::figures).orElse(List.of());
    }

    private Path file(String row) {
        return folder.resolve(row.replace(':', '-') + ".csv");
    }

    /** The results of a row. */
    record Measured(Environment environment, String header, List<String> lines) {

        List<Sample> samples() {
            return Sample.parse(lines);
        }

        private List<Figures> figures() {
            List<String> columns = List.of(header.split(",", -1));
            return lines.stream()
                    .map(line -> List.of(line.split(",", -1)))
                    .collect(Collectors.groupingBy(cells -> cells.get(0), LinkedHashMap::new, Collectors.toList()))
                    .entrySet()
                    .stream()
                    .map(client -> new Figures(client.getKey(), columns, client.getValue()))
                    .toList();
        }
    }

    /** What a {@link Probe} found for one client, once or several times. */
    record Figures(String client, List<String> columns, List<List<String>> rows) {

        Spread spread(String column) {
            return Spread.of(rows, cells -> Double.parseDouble(cells.get(columns.indexOf(column))));
        }

        String count(String column) {
            return Spread.number("%,.0f", spread(column).median());
        }
    }
}
