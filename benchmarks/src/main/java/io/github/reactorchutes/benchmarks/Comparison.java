package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Runs peers beside each other, each in a fork of its own, round by round so that a slow moment of the machine hits all
 * of them, and appends to a file of comma-separated values. Arguments: the file, rounds, seconds to warm up, seconds to
 * measure, scenarios as {@code scheme:bytes:streams}, peers or {@code all}; lists are separated by commas.
 */
public final class Comparison {

    static final String HEADER = "jdk,scenario,round,peer,calls,bytes,nanos,cpuNanos,allocated\n";

    private Comparison() {}

    public static void main(String[] arguments) throws Exception {
        Path results = Path.of(arguments[0]);
        if (!Files.exists(results)) {
            Files.writeString(results, HEADER);
        }
        List<String> peers = arguments[5].equals("all") ? Peers.names() : List.of(arguments[5].split(",", -1));
        try (Origin origin = Origin.fork()) {
            for (int round = 1; round <= Integer.parseInt(arguments[1]); round++) {
                for (String scenario : arguments[4].split(",", -1)) {
                    for (String peer : peers) {
                        String line = measure(origin, scenario, peer, arguments[2], arguments[3]);
                        append(results, scenario + "," + round + "," + peer + "," + line);
                    }
                }
            }
        }
    }

    private static String measure(Origin origin, String scenario, String peer, String warmUp, String seconds)
            throws IOException {
        String[] parts = scenario.split(":", -1);
        Process process = Jvm.start(
                List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC"),
                Throughput.class,
                List.of(peer, origin.url(parts[0], parts[1]).toString(), parts[2], warmUp, seconds));
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        return line == null ? "0,0,0,0,0" : line;
    }

    private static void append(Path results, String line) throws IOException {
        String entry = Runtime.version().feature() + "," + line + "\n";
        Files.writeString(results, entry, StandardOpenOption.APPEND);
        System.out.print(entry);
    }
}
