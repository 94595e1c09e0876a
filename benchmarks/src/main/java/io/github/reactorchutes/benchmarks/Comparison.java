package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures peers beside each other and appends to a file of comma-separated values. Each peer has a JVM of its own, which
 * is warmed up and then measured in short slices, peer after peer, so that a slow moment of the machine hits all of them;
 * each slice begins with another peer. Arguments: the file, forks, seconds to warm up, slices, seconds of a slice,
 * scenarios as {@code scheme:bytes:streams}, peers or {@code all}; lists are separated by commas.
 */
public final class Comparison {

    static final String HEADER = "jdk,scenario,slice,peer,calls,bytes,nanos,cpuNanos,allocated\n";

    private final Path results;

    private final int warmUpSeconds;

    private final int slices;

    private final int sliceSeconds;

    private final List<String> peers;

    private Comparison(String[] arguments) {
        this.results = Path.of(arguments[0]);
        this.warmUpSeconds = Integer.parseInt(arguments[2]);
        this.slices = Integer.parseInt(arguments[3]);
        this.sliceSeconds = Integer.parseInt(arguments[4]);
        this.peers = arguments[6].equals("all") ? Peers.names() : List.of(arguments[6].split(",", -1));
    }

    public static void main(String[] arguments) throws Exception {
        Comparison comparison = new Comparison(arguments);
        if (!Files.exists(comparison.results)) {
            Files.writeString(comparison.results, HEADER);
        }
        try (Origin origin = Origin.fork()) {
            for (int fork = 0; fork < Integer.parseInt(arguments[1]); fork++) {
                for (String scenario : arguments[5].split(",", -1)) {
                    comparison.compare(origin, scenario);
                }
            }
        }
    }

    private void compare(Origin origin, String scenario) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (String peer : peers) {
            Client client = Client.start(peer, origin, scenario);
            client.run(warmUpSeconds);
            clients.add(client);
        }
        String run = scenario + "," + System.currentTimeMillis();
        for (int slice = 0; slice < slices; slice++) {
            for (Client client : clients) {
                append(run + "-" + slice + "," + client.peer + "," + client.run(sliceSeconds));
            }
            Collections.rotate(clients, 1);
        }
        clients.forEach(Client::stop);
    }

    private void append(String line) throws IOException {
        String entry = Runtime.version().feature() + "," + line + "\n";
        Files.writeString(results, entry, StandardOpenOption.APPEND);
        System.out.print(entry);
    }

    /** A {@link Throughput} in a JVM of its own. */
    private record Client(String peer, Process process, PrintStream orders) {

        static Client start(String peer, Origin origin, String scenario) throws IOException {
            String[] parts = scenario.split(":", -1);
            Process process = Jvm.start(
                    List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC"),
                    Throughput.class,
                    List.of(peer, origin.url(parts[0], parts[1]).toString(), parts[2]));
            return new Client(peer, process, new PrintStream(process.getOutputStream(), true));
        }

        String run(int seconds) throws IOException {
            orders.println(seconds);
            String cost = process.inputReader().readLine();
            return cost == null ? "0,0,0,0,0" : cost;
        }

        void stop() {
            process.destroy();
        }
    }
}
