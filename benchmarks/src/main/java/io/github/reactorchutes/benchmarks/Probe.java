package io.github.reactorchutes.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A row whose figures are printed by another program. The groups of the pattern are the columns of a printed line, and
 * the first one is the client.
 */
record Probe(String name, Class<?> program, List<String> arguments, int times, double secondsEach, Format format)
        implements Part {

    /** How a program prints its figures. */
    record Format(String header, Pattern line) {}

    @Override
    public List<String> rows() {
        return List.of(name);
    }

    @Override
    public boolean isLong() {
        return false;
    }

    @Override
    public double seconds() {
        return times * secondsEach;
    }

    @Override
    public Probe only(String row) {
        return this;
    }

    @Override
    public void measure(Results results, String commit) throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int time = 1; time <= times; time++) {
            System.out.println("run " + time + " of " + times + ": " + name);
            lines.addAll(run());
            Environment here = Environment.here(commit, Runtime.version().toString());
            results.write(name, here, format.header(), lines);
        }
    }

    private List<String> run() throws IOException, InterruptedException {
        Process process = Jvm.start(List.of(), program, arguments);
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            return output.lines()
                    .peek(System.out::println)
                    .map(this::cells)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } finally {
            process.waitFor();
        }
    }

    /** A client that ended early prints nothing that fits. */
    private String cells(String printed) {
        Matcher matcher = format.line().matcher(printed);
        return matcher.find()
                ? IntStream.rangeClosed(1, matcher.groupCount())
                        .mapToObj(matcher::group)
                        .collect(Collectors.joining(","))
                : "";
    }
}
