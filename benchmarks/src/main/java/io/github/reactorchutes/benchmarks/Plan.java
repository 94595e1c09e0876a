package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What is measured, in the order of the page. */
final class Plan {

    /** The concurrent calls of clients whose origin thinks before it answers. */
    static final List<String> CONCURRENCY = List.of(
            "http:65536:16:50ms",
            "http:65536:64:50ms",
            "http:65536:256:50ms",
            "http:65536:1024:50ms",
            "http:65536:4096:50ms");

    static final String UPLOAD = "http:1024:4:upload";

    static final String FIRST_BUFFER = "first-buffer";

    static final List<String> SCHEMES = List.of("http", "https");

    private static final List<String> EVERYDAY =
            List.of("chutes", "chutes-guarded", "reactor-netty", "webclient", "webclient-guarded");

    private static final List<String> FEW = List.of("chutes", "reactor-netty", "raw-netty");

    private static final Probe.Format WAITING = new Probe.Format(
            "client,waiting,calls,kilobytes,completed",
            Pattern.compile("(\\S+) \\S+: (\\d+) of (\\d+) calls waiting, .* ([\\d.-]+) KB each, (\\d+) completed"));

    private static final Probe.Format PAUSED = new Probe.Format(
            "client,streams,takenKilobytes,kilobytes",
            Pattern.compile("(\\S+) \\S+: (\\d+) paused streams, (\\d+) KB taken each, \\D*([\\d.-]+) KB each"));

    private static final Probe.Format VIEWERS = new Probe.Format(
            "client,viewers,kilobytes,failed",
            Pattern.compile("(\\S+): (\\d+) viewers .* memory (\\d+) KB each, (\\d+) failed"));

    private static final Probe.Format FIRST = new Probe.Format(
            "client,medianMicros,calls,micros90",
            Pattern.compile("(\\S+): .* ([\\d.]+) us in the median of (\\d+) calls, 90 % within ([\\d.]+) us"));

    /** Each client keeps its connections, and an origin with 20,000 files has no more room. */
    private static final Map<String, List<String>> MANY =
            Map.of("http:65536:4096:50ms", List.of("chutes", "chutes-guarded", "reactor-netty", "webclient-guarded"));

    /** Seconds. After 20 of them the compiler is done with a guarded call; after 10 it took three times as long. */
    private static final double WARM = 25;

    private final int divisor;

    Plan(int divisor) {
        this.divisor = divisor;
    }

    List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(everyday(), twice(MANY), others(), uploads()));
        for (String scheme : SCHEMES) {
            parts.add(new Probe("paused:" + scheme, PausedStreams.class, paused(scheme), 2, 2 * 16, PAUSED));
            parts.add(new Probe("waiting:" + scheme, WaitingCalls.class, waiting(scheme), 1, 3 * 35, WAITING));
        }
        parts.add(new Probe(
                "viewers",
                SlowViewers.class,
                List.of(count(250), "chutes-window,chutes,webclient"),
                1,
                3 * 25,
                VIEWERS));
        parts.add(new Probe(FIRST_BUFFER, FirstBuffer.class, List.of(count(50_000)), 1, 25, FIRST));
        parts.addAll(List.of(filters(), matrix(), manyLarge(), newerJdk()));
        return parts;
    }

    List<String> rows() {
        return rows(part -> true);
    }

    /** Return the rows of the section on calls. */
    List<String> calls() {
        return everyday().rows().stream()
                .filter(row -> !CONCURRENCY.contains(row))
                .toList();
    }

    /** Return the other rows with downloads. */
    List<String> details() {
        List<String> details = new ArrayList<>(rows(Downloads.class::isInstance));
        details.removeAll(everyday().rows());
        details.removeAll(CONCURRENCY);
        return details;
    }

    private List<String> rows(Predicate<Part> isChosen) {
        return parts().stream()
                .filter(isChosen)
                .flatMap(part -> part.rows().stream())
                .toList();
    }

    private List<String> paused(String scheme) {
        return List.of(count(1_000), scheme, "chutes,reactor-netty");
    }

    private List<String> waiting(String scheme) {
        return List.of(count(10_000), scheme, "chutes,chutes-guarded,reactor-netty");
    }

    private String count(int full) {
        return Integer.toString(Math.max(10, full / divisor));
    }

    /** What users live with. */
    private Downloads everyday() {
        List<String> all = List.of(
                "chutes",
                "chutes-guarded",
                "chutes-jdk-tls",
                "reactor-netty",
                "reactor-netty-openssl",
                "webclient",
                "webclient-guarded",
                "raw-netty");
        List<String> tls = List.of("chutes", "chutes-jdk-tls", "reactor-netty", "reactor-netty-openssl", "webclient");
        List<String> plain = all.stream()
                .filter(peer -> !peer.contains("tls") && !peer.contains("ssl"))
                .toList();
        Map<String, List<String>> clients = new LinkedHashMap<>();
        clients.put("https:65536:16", all);
        clients.put("https:16777216:16", all);
        clients.put("https:16777216:16:length", tls);
        clients.put("http:65536:16", plain);
        clients.put("http:16777216:16", plain);
        clients.put("http:1048576:16:100mbit", EVERYDAY);
        CONCURRENCY.stream().filter(row -> !MANY.containsKey(row)).forEach(row -> clients.put(row, EVERYDAY));
        return twice(clients);
    }

    private Downloads twice(Map<String, List<String>> clients) {
        return new Downloads(Jvm.THIS, false, 2, new Pace(WARM, 1.5, 1.5, 3, divisor), clients);
    }

    private Downloads others() {
        List<String> others = List.of(
                "reactor-netty",
                "reactor-netty-tuned",
                "jdk",
                "okhttp",
                "apache-async",
                "async-http-client",
                "aws-netty-nio");
        return once(false, each(List.of("https:65536:16:others", "https:16777216:16:others"), others));
    }

    private Downloads uploads() {
        List<String> all =
                Peers.names().stream().filter(name -> name.contains("-upload")).toList();
        return once(false, Map.of(UPLOAD, all));
    }

    private Downloads filters() {
        List<String> filters = List.of(
                "chutes",
                "chutes-concurrency",
                "chutes-rate",
                "chutes-breaker",
                "chutes-retry",
                "chutes-observed",
                "reactor-netty");
        return once(true, Map.of("http:65536:16:filters", filters));
    }

    /** One stream and many. */
    private Downloads matrix() {
        Map<String, List<String>> clients = new LinkedHashMap<>();
        for (String scheme : SCHEMES) {
            for (int bytes : new int[] {65_536, 1_048_576, 16_777_216}) {
                clients.put(scheme + ":" + bytes + ":1", FEW);
                clients.put(scheme + ":" + bytes + ":256", FEW);
            }
        }
        clients.remove("http:16777216:256");
        clients.remove("https:16777216:256");
        return new Downloads(Jvm.THIS, true, 2, pace(3), clients);
    }

    /** A slice is long enough for each stream to finish a few videos. */
    private Downloads manyLarge() {
        Map<String, List<String>> clients = each(List.of("http:16777216:256", "https:16777216:256"), FEW);
        return new Downloads(Jvm.THIS, true, 1, new Pace(12, 8, 12, 3, divisor), clients);
    }

    /** Nothing, unless {@code JAVA_25} names the command. */
    private Downloads newerJdk() {
        String java = System.getenv("JAVA_25");
        List<String> rows = List.of("http:65536:16:jdk25", "https:16777216:16:jdk25");
        return new Downloads(java == null ? null : Path.of(java), true, 2, pace(3), each(rows, EVERYDAY));
    }

    private Pace pace(int turns) {
        return new Pace(12, 1.5, 1.5, turns, divisor);
    }

    private Downloads once(boolean isLong, Map<String, List<String>> clients) {
        return new Downloads(Jvm.THIS, isLong, 1, pace(3), clients);
    }

    private static Map<String, List<String>> each(List<String> rows, List<String> clients) {
        Map<String, List<String>> all = new LinkedHashMap<>();
        rows.forEach(row -> all.put(row, clients));
        return all;
    }
}
