package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The cost of one client in one scenario, relative to the baseline in the same turns. Turns in which the baseline
 * completed no call are omitted. JVMs differ more from one another than the slices of one JVM, so each run counts once,
 * with its median slice. With a single run, its slices are shown.
 */
record Ratios(String peer, int runs, Spread cpu, Spread compiledCpu, Spread throughput, Absolute absolute) {

    private static final double MEGABYTE = 1 << 20;

    /** Quantities that depend on the machine, except those of allocated memory. */
    record Absolute(Spread micros, Spread callsPerSecond, Spread perCall, Spread perMegabyte) {}

    static List<Ratios> of(List<Sample> samples) {
        Set<String> baselines = baselines(samples);
        Map<String, Sample> baseline = samples.stream()
                .filter(sample -> baselines.contains(sample.peer()))
                .collect(Collectors.toMap(Sample::slice, sample -> sample, (first, second) -> second));
        Map<String, List<Sample>> peers = samples.stream()
                .filter(sample -> baseline.containsKey(sample.slice()))
                .collect(Collectors.groupingBy(Sample::peer, LinkedHashMap::new, Collectors.toList()));
        return peers.entrySet().stream()
                .map(peer -> of(peer.getKey(), peer.getValue(), baseline))
                .sorted(Comparator.comparingDouble(ratios -> ratios.cpu().median()))
                .toList();
    }

    /** Return the clients that the others are compared with. */
    static Set<String> baselines(List<Sample> samples) {
        return Peers.baselines(samples.stream().map(Sample::peer).toList());
    }

    private static Ratios of(String peer, List<Sample> samples, Map<String, Sample> baseline) {
        Collection<List<Sample>> runs = runs(samples);
        return new Ratios(
                peer,
                runs.size(),
                overRuns(runs, sample -> relative(sample, baseline, Sample::cpuPerByte)),
                overRuns(runs, sample -> relative(sample, baseline, Sample::compiledCpuPerByte)),
                overRuns(runs, sample -> relative(sample, baseline, Sample::throughput)),
                absolute(samples));
    }

    private static Absolute absolute(List<Sample> samples) {
        Collection<List<Sample>> runs = runs(samples);
        Collection<List<Sample>> counted =
                runs(samples.stream().filter(Sample::isAllocationKnown).toList());
        return new Absolute(
                overRuns(runs, Sample::cpuMicrosPerCall),
                overRuns(runs, Sample::callsPerSecond),
                overRuns(counted, sample -> sample.allocated() / sample.calls() / 1024),
                overRuns(counted, sample -> sample.allocated() / sample.bytes() * MEGABYTE / 1024));
    }

    private static Collection<List<Sample>> runs(List<Sample> samples) {
        return samples.stream().collect(Collectors.groupingBy(Sample::run)).values();
    }

    private static Spread overRuns(Collection<List<Sample>> runs, ToDoubleFunction<Sample> quantity) {
        return runs.size() == 1
                ? Spread.of(runs.iterator().next(), quantity)
                : Spread.of(runs, run -> Spread.of(run, quantity).median());
    }

    private static double relative(Sample sample, Map<String, Sample> baseline, ToDoubleFunction<Sample> quantity) {
        return quantity.applyAsDouble(sample) / quantity.applyAsDouble(baseline.get(sample.slice()));
    }
}
