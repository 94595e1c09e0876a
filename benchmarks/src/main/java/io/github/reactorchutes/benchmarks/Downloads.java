package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scenarios whose clients share their JVMs, so that each is warmed up once for all of them. Each run has new JVMs, and
 * the scenarios in another order.
 *
 * @param java the command of the clients' JVMs, or null if this machine has none
 */
record Downloads(@Nullable Path java, boolean isLong, int runs, Pace pace, Map<String, List<String>> clients)
        implements Part {

    @Override
    public List<String> rows() {
        return List.copyOf(clients.keySet());
    }

    @Override
    public double seconds() {
        double slices = clients.entrySet().stream()
                .mapToDouble(row -> row.getValue().size() * pace.estimateOfASeries(Scenario.parse(row.getKey())))
                .sum();
        return runs * (distinctClients() * pace.estimateOfAClient(schemes().size()) + slices);
    }

    private long distinctClients() {
        return clients.values().stream().flatMap(List::stream).distinct().count();
    }

    private List<String> schemes() {
        Set<String> schemes = new LinkedHashSet<>();
        rows().forEach(row -> schemes.add(Scenario.parse(row).scheme()));
        return List.copyOf(schemes);
    }

    /** The other rows would have warmed the clients too. */
    @Override
    public Downloads only(String row) {
        Map<String, List<String>> one = new LinkedHashMap<>(clients);
        one.keySet().retainAll(Set.of(row));
        return new Downloads(java, isLong, runs, pace.alone(), one);
    }

    @Override
    public void measure(Results results, String commit) throws IOException {
        if (java == null) {
            System.out.println("Skipped without its JDK: " + String.join(", ", rows()));
            return;
        }
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (int run = 1; run <= runs; run++) {
            List<Map.Entry<String, List<String>>> order = new ArrayList<>(clients.entrySet());
            Collections.shuffle(order, new Random(run));
            try (Origin origin = Origin.fork();
                    Comparison comparison = new Comparison(origin, pace, java, schemes(), run)) {
                for (Map.Entry<String, List<String>> scenario : order) {
                    String row = scenario.getKey();
                    System.out.println("run " + run + " of " + runs + ": " + row);
                    List<String> known = lines.computeIfAbsent(row, key -> new ArrayList<>());
                    known.addAll(comparison.measure(run, Scenario.parse(row), scenario.getValue()));
                    results.write(row, Environment.here(commit, comparison.jdk()), Sample.HEADER, known);
                }
            }
        }
    }
}
