package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.Report.Sample;
import io.github.reactorchutes.benchmarks.peer.Peers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What one client cost in one scenario, relative to the baseline in the same slices. */
record Ratios(String peer, Spread cpu, Spread compiledCpu, Spread throughput, Spread perCall, Spread perMegabyte) {

    private static final double MEGABYTE = 1 << 20;

    static List<Ratios> of(List<Sample> samples) {
        Map<String, Sample> baseline = samples.stream()
                .filter(sample -> Peers.isBaseline(sample.peer()))
                .collect(Collectors.toMap(Sample::slice, sample -> sample, (first, second) -> second));
        Map<String, List<Sample>> peers =
                samples.stream().collect(Collectors.groupingBy(Sample::peer, LinkedHashMap::new, Collectors.toList()));
        return peers.entrySet().stream()
                .map(peer -> of(peer.getKey(), peer.getValue(), baseline))
                .sorted(Comparator.comparingDouble(Ratios::medianCpu))
                .toList();
    }

    private static Ratios of(String peer, List<Sample> samples, Map<String, Sample> baseline) {
        List<Sample> counted =
                samples.stream().filter(Sample::isAllocationKnown).toList();
        return new Ratios(
                peer,
                Spread.of(samples, sample -> relative(sample, baseline, Sample::cpuPerByte)),
                Spread.of(samples, sample -> relative(sample, baseline, Sample::compiledCpuPerByte)),
                Spread.of(samples, sample -> relative(sample, baseline, Sample::throughput)),
                Spread.of(counted, sample -> sample.allocated() / sample.calls() / 1024),
                Spread.of(counted, sample -> sample.allocated() / sample.bytes() * MEGABYTE / 1024));
    }

    private static double relative(Sample sample, Map<String, Sample> baseline, ToDoubleFunction<Sample> quantity) {
        Sample base = baseline.get(sample.slice());
        return base == null ? Double.NaN : quantity.applyAsDouble(sample) / quantity.applyAsDouble(base);
    }

    double medianCpu() {
        return cpu.median();
    }

    String row() {
        return "| " + peer + " | " + cpu.cell("%.2f") + " | " + compiledCpu.cell("%.2f") + " | "
                + throughput.cell("%.2f") + " | " + perCall.cell("%.1f") + " KB | " + perMegabyte.cell("%.1f")
                + " KB |";
    }
}
