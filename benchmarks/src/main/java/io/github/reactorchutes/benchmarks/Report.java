package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns the results of {@link Comparison}, and the lines that the other measurements printed, into a page with tables
 * and plots. Arguments: the file of results, the file of lines, the page,
 * the commit that was measured.
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
        line("# Benchmarks", "");
        line("Made by `Report` from measured files; do not edit. Each client runs in a JVM of its own (heap 1 GB,"
                + " G1) beside");
        line("an origin in another one. All are warmed up, then measured in turns, a slice each, each turn"
                + " beginning with");
        line("another client. Each cell is the median of the slices of all runs, with the least and the greatest;"
                + " times are ratios");
        line("to bare Reactor Netty with its defaults in the same turn, because absolute times say more about the"
                + " machine.");
        line(
                "The time of the JIT compiler counts: it hurts most whoever has the most code and was measured the"
                        + " soonest.",
                "");
        line("`chutes` is this library with its defaults; `chutes-concurrency`, `-rate`, `-breaker`, `-retry` and"
                + " `-observed`");
        line("have one filter, and `chutes-guarded` has all but the retry, with observations into a real registry."
                + " The peers do");
        line("nothing but read and discard; `reactor-netty-tuned` has reads as large as this library's, and"
                + " `webclient-guarded`");
        line(
                "what an application would put around WebClient: its observation, and Resilience4j's bulkhead, rate limiter"
                        + " and");
        line("breaker. Over https, `chutes`, `chutes-guarded`, `raw-netty` and `reactor-netty-openssl` use OpenSSL, all"
                + " others");
        line("the JDK's TLS.", "");
        line("Machine: " + processors() + ", " + Runtime.getRuntime().availableProcessors()
                + " cores shared with the origin, Linux " + System.getProperty("os.version")
                + ", loopback, epoll, TCP congestion control cubic.");
        line("Measured on " + date(samples) + " at commit " + commit + ".", "");
        line(
                "```bash",
                "mvn -q package -DskipTests",
                CLASS_PATH + "Comparison results.csv 1 15 3 2 http:65536:16,http:16777216:16 \\");
        line("    chutes,chutes-guarded,reactor-netty,reactor-netty-tuned,raw-netty,webclient,webclient-guarded");
        line(CLASS_PATH + "Comparison results.csv 1 15 3 2 http:16777216:1,http:16777216:256 \\");
        line("    chutes,chutes-guarded,reactor-netty,reactor-netty-tuned,raw-netty");
        line(CLASS_PATH + "Comparison results.csv 1 15 3 2 https:65536:16,https:16777216:16 \\");
        line("    chutes,chutes-guarded,reactor-netty,reactor-netty-openssl,raw-netty,jdk");
        line(CLASS_PATH + "Comparison results.csv 1 15 3 2 http:65536:16,http:16777216:16 \\");
        line("    reactor-netty,jdk,okhttp,apache-async,async-http-client,aws-netty-nio");
        line(CLASS_PATH + "Comparison results.csv 1 15 3 2 http:65536:16 \\");
        line("    chutes,chutes-concurrency,chutes-rate,chutes-breaker,chutes-retry,chutes-observed,reactor-netty");
        line(CLASS_PATH + "Comparison results.csv 1 15 3 2 http:1024:4 chutes-upload,reactor-netty-upload");
        line(CLASS_PATH + "WaitingCalls 10000 http chutes,reactor-netty | tee -a lines.txt");
        line(CLASS_PATH + "PausedStreams 1000 http chutes,reactor-netty | tee -a lines.txt");
        line(CLASS_PATH + "FirstBuffer 50000 | tee -a lines.txt");
        line(CLASS_PATH + "Report results.csv lines.txt docs/benchmarks.md $(git rev-parse --short HEAD)", "```", "");
        line(
                "Other sizes and streams are other words in place of `http:65536:16`; a later JDK runs the same commands.",
                "");
        line(
                "What of this was aimed at, what was reached and why the rest was not:"
                        + " [findings](benchmarks/findings.md).",
                "");
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
        List<Ratios> peers = Ratios.of(samples);
        line("## " + title, "", baselineSlices(samples) + " slices of the baseline.", "");
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

    private static long baselineSlices(List<Sample> samples) {
        return samples.stream()
                .filter(sample -> Peers.isBaseline(sample.peer()))
                .count();
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
                    cells[2],
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
