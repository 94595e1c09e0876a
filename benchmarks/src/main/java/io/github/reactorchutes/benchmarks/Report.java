package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Converts the results of {@link Comparison}, and the lines printed by the other measurements, into a page with tables
 * and plots. Arguments: the file of results, the file of lines, the page, the measured commit.
 */
public final class Report {

    private static final String INTRODUCTION = """
            # Benchmarks

            `Report` generates this page from measured files; do not edit it. Each client runs in its own JVM (heap 1 GB, G1) beside an
            origin in another one. All clients are warmed up and then measured in turns, one slice each. Each turn starts with another
            client. The figure of a run is the median of its slices. Each cell is the median of the runs, with the lowest and the highest
            run, or slice if there is one run. Times are ratios to bare Reactor Netty with its defaults in the same turn, because
            absolute times depend on the machine. The JIT compiler works for minutes and slows down the client with the most code. So CPU
            time is given with its threads and without them; the latter applies to a service that has been up for a while.

            `chutes` is this library with its defaults. `chutes-concurrency`, `-rate`, `-breaker`, `-retry` and `-observed` have one
            filter, and `chutes-guarded` has all of them, with observations into a real registry that has the starter's two handlers. The
            peers only read and discard. `reactor-netty-tuned` has reads as large as this library's. `webclient-guarded` has what an
            application would add to WebClient: its observation, and Resilience4j's bulkhead, retry, rate limiter and breaker. Over https, `chutes`,
            `chutes-guarded`, `raw-netty` and `reactor-netty-openssl` use OpenSSL, and all others the JDK's TLS.

            Machine: %s, %d cores shared with the origin, Linux %s, loopback, epoll, TCP congestion control cubic.
            Measured on %s at commit %s.

            ```bash
            mvn -q package -DskipTests
            bash benchmarks/measure.sh
            ```

            [The script](../../benchmarks/measure.sh) has the scenarios and the number and length of the measurements; the tables have the
            number of runs. [Findings](findings.md) compares the results with the targets and explains what was missed.

            """;

    private final Path page;

    private final StringBuilder text = new StringBuilder();

    private Report(Path page) {
        this.page = page;
    }

    public static void main(String[] arguments) throws IOException {
        List<Sample> samples = Sample.read(Path.of(arguments[0]));
        Report report = new Report(Path.of(arguments[2]));
        report.introduce(samples, arguments[3]);
        Map<String, List<Sample>> scenarios =
                samples.stream().collect(Collectors.groupingBy(Sample::title, LinkedHashMap::new, Collectors.toList()));
        for (Map.Entry<String, List<Sample>> scenario : scenarios.entrySet()) {
            report.tell(scenario.getKey(), scenario.getValue());
        }
        List<String> lines = Files.readAllLines(Path.of(arguments[1]));
        report.append("Memory", lines.stream().filter(line -> line.contains(" each")));
        report.line("");
        report.append("First buffer", lines.stream().filter(line -> line.contains("first buffer")));
        Files.writeString(report.page, report.text);
    }

    private void introduce(List<Sample> samples, String commit) throws IOException {
        text.append(INTRODUCTION.formatted(
                processors(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.version"),
                date(samples),
                commit));
    }

    /** A slice begins with the time at which its run began. */
    private static String date(List<Sample> samples) {
        long millis = Long.parseLong(samples.get(0).slice().split("-", -1)[0]);
        return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC).toString();
    }

    private static String processors() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .findFirst()
                .map(line -> line.replaceFirst(".*:\\s*", ""))
                .orElse("unknown processor");
    }

    private void tell(String title, List<Sample> samples) throws IOException {
        List<Sample> ended = samples.stream().filter(Sample::hasEnded).toList();
        List<Ratios> peers = Ratios.of(ended);
        String baseline = String.join(", ", Ratios.baselines(ended));
        line("## " + title, "");
        tellFailures(samples, peers, baseline);
        if (peers.isEmpty()) {
            return;
        }
        String plot = "benchmarks/" + title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
        Path file = page.resolveSibling(plot);
        Files.createDirectories(file.getParent());
        Files.writeString(file, Plot.of(peers, baseline));
        line("![CPU time relative to " + baseline + "](" + plot + ")", "");
        line(
                "| client | runs | CPU per byte | without the compiler | throughput | allocated per call | allocated per MB |");
        line("| --- | --- | --- | --- | --- | --- | --- |");
        peers.forEach(peer -> line(peer.row()));
        line("");
    }

    /** A client has no row if it completed no call in any slice in which the baseline did. */
    private void tellFailures(List<Sample> samples, List<Ratios> peers, String baseline) {
        Set<String> told = peers.stream().map(Ratios::peer).collect(Collectors.toSet());
        Set<String> failed = samples.stream()
                .map(Sample::peer)
                .filter(peer -> !told.contains(peer))
                .collect(Collectors.toSet());
        if (!failed.isEmpty()) {
            line("Ended no call: " + String.join(", ", new TreeSet<>(failed)) + ".");
            line(peers.isEmpty() ? "There is nothing to compare with." : "Ratios are to " + baseline + ".", "");
        }
    }

    private void append(String title, Stream<String> lines) {
        line("## " + title, "", "```text");
        lines.forEach(this::line);
        line("```");
    }

    private void line(String... lines) {
        List.of(lines).forEach(line -> text.append(line).append('\n'));
    }

    /** One line of the results. */
    record Sample(
            String jdk,
            String scenario,
            String slice,
            String peer,
            double calls,
            double bytes,
            double nanos,
            double cpuNanos,
            double compilerNanos,
            double allocated) {

        static List<Sample> read(Path file) throws IOException {
            List<Sample> samples = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                String[] cells = line.split(",", -1);
                if (!cells[0].equals("jdk")) {
                    samples.add(of(cells));
                }
            }
            return samples;
        }

        private static Sample of(String[] cells) {
            return new Sample(
                    cells[0],
                    cells[1],
                    cells[2],
                    cells[3],
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[6]),
                    Double.parseDouble(cells[7]),
                    Double.parseDouble(cells[8]),
                    Double.parseDouble(cells[9]));
        }

        /** The slices of one run are numbered. */
        String run() {
            return slice.substring(0, slice.lastIndexOf('-'));
        }

        /** A client without a completed call may have failed or may be slow. */
        boolean hasEnded() {
            return calls > 0;
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

        double compiledCpuPerByte() {
            return (cpuNanos - compilerNanos) / bytes;
        }

        /** The allocation count of an ended thread is lost, so the sum can decrease. */
        boolean isAllocationKnown() {
            return allocated > 0;
        }

        double throughput() {
            return bytes / nanos;
        }
    }
}
