package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.Results.Measured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts results into a page with tables and plots. The text is in {@code page.md}, where a line that begins with an at
 * sign stands for results. A row without results is omitted.
 */
final class Report {

    private final Results results;

    private final Path page;

    private Report(Results results, Path page) {
        this.results = results;
        this.page = page;
    }

    static void write(Results results, Plan plan, Path page) throws IOException {
        Report report = new Report(results, page);
        Environment usual = report.usual(plan);
        report.removePlots();
        List<String> lines = new ArrayList<>();
        for (String line : template().split("\n", -1)) {
            lines.addAll(line.startsWith("@") ? report.section(line, plan, usual) : List.of(line));
        }
        Files.writeString(page, String.join("\n", lines).replaceAll("\n{3,}", "\n\n"));
    }

    private static String template() throws IOException {
        try (InputStream text = Objects.requireNonNull(Report.class.getResourceAsStream("page.md"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<String> section(String name, Plan plan, Environment usual) throws IOException {
        return switch (name) {
            case "@environment" -> List.of("Measured on " + usual.sentence());
            case "@glance" -> new Glance(results).lines();
            case "@downloads calls" -> downloads(plan.calls(), usual);
            case "@downloads details" -> downloads(plan.details(), usual);
            case "@concurrency" -> concurrency();
            case "@memory" -> new MemoryTables(results).lines();
            case "@first-buffer" -> FirstBufferTable.lines(results);
            default -> throw new IllegalArgumentException(name);
        };
    }

    private List<String> downloads(List<String> rows, Environment usual) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String row : rows) {
            Optional<Measured> measured = results.read(row);
            if (measured.isPresent()) {
                lines.addAll(download(Scenario.parse(row), measured.get(), usual));
            }
        }
        return lines;
    }

    private List<String> download(Scenario scenario, Measured measured, Environment usual) throws IOException {
        DownloadTable table = new DownloadTable(scenario, measured.samples());
        List<String> lines = new ArrayList<>(List.of("### " + scenario.title(), ""));
        if (!measured.environment().isLike(usual)) {
            lines.addAll(List.of("Measured on " + measured.environment().sentence(), ""));
        }
        if (!table.peers().isEmpty()) {
            String link = plot(scenario.name(), Plot.of(table.peers(), table.baseline()));
            lines.addAll(List.of("![CPU time relative to " + table.baseline() + "](" + link + ")", ""));
        }
        lines.addAll(table.lines());
        lines.add("");
        return lines;
    }

    private List<String> concurrency() throws IOException {
        Concurrency concurrency = Concurrency.of(results);
        if (concurrency.tables().isEmpty()) {
            return List.of();
        }
        String link = plot("concurrency", Curves.of(concurrency));
        List<String> lines = new ArrayList<>(List.of("![CPU time by the number of streams](" + link + ")", ""));
        lines.addAll(concurrency.lines());
        return lines;
    }

    /** Write a plot beside the page, in the folder of its name, and return the link to it. */
    private String plot(String name, String svg) throws IOException {
        Files.createDirectories(plots());
        Path file = plots().resolve(name.replace(':', '-') + ".svg");
        Files.writeString(file, svg);
        return plots().getFileName() + "/" + file.getFileName();
    }

    private Path plots() {
        return page.resolveSibling(page.getFileName().toString().replace(".md", ""));
    }

    private void removePlots() throws IOException {
        if (!Files.exists(plots())) {
            return;
        }
        try (Stream<Path> files = Files.list(plots())) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".svg")).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Return the environment of most rows. */
    private Environment usual(Plan plan) throws IOException {
        List<Environment> all = new ArrayList<>();
        for (String row : plan.rows()) {
            results.read(row).map(Measured::environment).ifPresent(all::add);
        }
        return all.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Comparator.comparingLong(Map.Entry::getValue))
                .orElseThrow(() -> new IOException("no results in " + results.folder()))
                .getKey();
    }
}
