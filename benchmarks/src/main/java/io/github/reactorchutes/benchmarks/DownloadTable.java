package io.github.reactorchutes.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The clients of one scenario, the cheapest first.
 *
 * @param failures the clients that ended no call in some or all slices
 */
record DownloadTable(Scenario scenario, List<Ratios> peers, String baseline, String failures) {

    DownloadTable(Scenario scenario, List<Sample> samples) {
        this(scenario, samples.stream().filter(Sample::hasEnded).toList(), failures(samples));
    }

    private DownloadTable(Scenario scenario, List<Sample> ended, String failures) {
        this(scenario, Ratios.of(ended), String.join(", ", Ratios.baselines(ended)), failures);
    }

    private static String failures(List<Sample> samples) {
        Map<String, List<Sample>> clients =
                samples.stream().collect(Collectors.groupingBy(Sample::peer, TreeMap::new, Collectors.toList()));
        List<String> failures = new ArrayList<>();
        clients.forEach((client, slices) -> {
            long failed = slices.stream().filter(slice -> !slice.hasEnded()).count();
            if (failed == slices.size()) {
                failures.add(client);
            } else if (failed > 0) {
                failures.add(client + " (in " + failed + " of " + slices.size() + " slices)");
            }
        });
        return String.join(", ", failures);
    }

    Optional<Ratios> of(String client) {
        return peers.stream().filter(ratios -> ratios.peer().equals(client)).findFirst();
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!failures.isEmpty()) {
            lines.add("Ended no call: " + failures + ".");
            lines.add(peers.isEmpty() ? "There is nothing to compare with." : "Ratios are to " + baseline + ".");
            lines.add("");
        }
        if (!peers.isEmpty()) {
            lines.addAll(table());
        }
        return lines;
    }

    private List<String> table() {
        List<String> columns = new ArrayList<>(List.of("client", "runs", "CPU", "without the compiler", "throughput"));
        columns.addAll(List.of("CPU of a call", "allocated per call", "allocated per MB"));
        Markdown table = new Markdown(withTls(columns, "TLS"));
        for (Ratios peer : peers) {
            table.add(withTls(cells(peer), Tls.of(peer.peer()).toString()));
        }
        return table.lines();
    }

    private List<String> withTls(List<String> cells, String cell) {
        List<String> all = new ArrayList<>(cells);
        if (scenario.isSecure()) {
            all.add(1, cell);
        }
        return all;
    }

    private static List<String> cells(Ratios peer) {
        return List.of(
                peer.peer(),
                Integer.toString(peer.runs()),
                peer.cpu().cell("%.2f"),
                peer.compiledCpu().cell("%.2f"),
                peer.throughput().cell("%.2f"),
                micros(peer),
                peer.absolute().perCall().cell("%.1f") + " KB",
                peer.absolute().perMegabyte().cell("%.1f") + " KB");
    }

    private static String micros(Ratios peer) {
        double micros = peer.absolute().micros().median();
        return micros < 1_000 ? Spread.number("%.0f us", micros) : Spread.number("%.1f ms", micros / 1_000);
    }
}
