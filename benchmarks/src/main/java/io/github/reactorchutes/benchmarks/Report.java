package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns the results of {@link Comparison}, and the lines that the other measurements printed, into a page with tables
 * and plots. Arguments: the file of results, the file of lines, the page.
 */
public final class Report {

    private static final String CLASS_PATH =
            "java -cp benchmarks/target/benchmarks.jar io.github.reactorchutes.benchmarks.";

    private final Path page;

    private final StringBuilder text = new StringBuilder();

    private Report(Path page) {
        this.page = page;
    }

    public static void main(String[] arguments) throws IOException {
        List<Sample> samples = Sample.read(Path.of(arguments[0]));
        Report report = new Report(Path.of(arguments[2]));
        report.introduce();
        Map<String, List<Sample>> scenarios =
                samples.stream().collect(Collectors.groupingBy(Sample::title, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Sample>> scenario : scenarios.entrySet()) {
            report.tell(scenario.getKey(), Ratios.of(scenario.getValue()));
        }
        report.append(Files.readAllLines(Path.of(arguments[1])));
        Files.writeString(report.page, report.text);
    }

    private void introduce() throws IOException {
        line("# Benchmarks", "");
        line(
                "Made by `Report` from measured files; do not edit. Each client runs in a JVM of its own beside an origin in");
        line("another one, round by round. Each cell is the median of the rounds, with the least and the greatest.");
        line(
                "`chutes` is this library with its defaults, `chutes-guarded` the same with observations into a real registry,");
        line("concurrency limit, rate limiter and circuit breaker; the peers do nothing but read and discard.");
        line(
                "Times are ratios to bare Reactor Netty with its defaults in the same round: absolute times say more about");
        line(
                "the machine than about a client. The warm-up is short, so CPU time has a share of the compiler's work in it, which");
        line("weighs on clients with much code; only allocations, and ratios far from one, are safe to quote.", "");
        line(
                "Machine: " + processors() + ", " + Runtime.getRuntime().availableProcessors() + " cores, Linux "
                        + System.getProperty("os.version") + ", loopback, epoll, TCP congestion control cubic.",
                "");
        line(
                "```bash",
                CLASS_PATH + "Comparison results.csv 2 3 2 http:16777216:16,https:16777216:16,http:65536:16 \\");
        line("    chutes-guarded,chutes,reactor-netty,raw-netty,jdk");
        line(CLASS_PATH + "PausedStreams 1000 http chutes,reactor-netty | tee -a lines.txt");
        line(CLASS_PATH + "Report results.csv lines.txt docs/benchmarks.md", "```", "");
    }

    private static String processors() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.replaceFirst(".*:\\s*", ""))
                .orElse("unknown processor");
    }

    private void tell(String title, List<Ratios> peers) throws IOException {
        line("## " + title, "");
        String plot = "benchmarks/" + title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
        Path file = page.resolveSibling(plot);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Plot.of(peers));
        line("![CPU time relative to Reactor Netty](" + plot + ")", "");
        line("| client | CPU per byte | throughput | allocated per call | allocated per MB |");
        line("| --- | --- | --- | --- | --- |");
        peers.forEach(peer -> line(peer.row()));
        line("");
    }

    private void append(List<String> lines) {
        line("## Memory", "", "```text");
        line(lines.toArray(String[]::new));
        line("```");
    }

    private void line(String... lines) {
        List.of(lines).forEach(line -> text.append(line).append('\n'));
    }

    /** One line of the results. */
    record Sample(
            String jdk,
            String scenario,
            int round,
            String peer,
            double calls,
            double bytes,
            double nanos,
            double cpuNanos,
            double allocated) {

        static List<Sample> read(Path file) throws IOException {
            List<Sample> samples = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(",", -1);
                if (!cells[0].equals("jdk") && !cells[4].equals("0")) {
                    samples.add(of(cells));
                }
            }
            return samples;
        }

        private static Sample of(String[] cells) {
            return new Sample(
                    cells[0],
                    cells[1],
                    Integer.parseInt(cells[2]),
                    cells[3],
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[6]),
                    Double.parseDouble(cells[7]),
                    Double.parseDouble(cells[8]));
        }

        String title() {
            String[] parts = scenario.split(":", -1);
            int bytes = Integer.parseInt(parts[1]);
            String size = bytes >= 1 << 20 ? (bytes >> 20) + " MB" : (bytes >> 10) + " KB";
            return parts[0] + ", " + size + ", " + parts[2] + (parts[2].equals("1") ? " stream" : " streams") + ", JDK "
                    + jdk;
        }

        double cpuPerByte() {
            return cpuNanos / bytes;
        }

        double throughput() {
            return bytes / nanos;
        }
    }
}
