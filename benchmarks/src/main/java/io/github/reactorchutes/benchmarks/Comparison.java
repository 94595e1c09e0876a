package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Compares peers and appends the results to a CSV file. Each peer runs in its own JVM, which is warmed up and then
 * measured in short slices. The peers take turns, starting with a different one in each slice, so that a slow moment of
 * the machine affects all of them. Large videos make few calls per second and would keep the compiler busy for minutes.
 * The warm-up therefore uses small videos, and then the measured ones for another quarter of the time. The first turn
 * is not counted: it follows a rest in which connections are closed. Arguments: the file, forks, warm-up seconds,
 * slices, seconds per slice, scenarios as {@code scheme:bytes:streams}, peers or {@code all}; lists are separated by
 * commas.
 */
public final class Comparison {

    static final String HEADER = "jdk,scenario,slice,peer,calls,bytes,nanos,cpuNanos,compilerNanos,allocated\n";

    private static final String SMALL = "65536";

    /** Without the last option, compiler threads end, and their CPU time is lost from the count. */
    private static final List<String> CLIENT =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");

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
        String[] parts = scenario.split(":", -1);
        URI url = origin.url(parts[0], parts[1]);
        List<Client> clients = new ArrayList<>();
        for (String peer : peers) {
            Client client = Client.start(peer, parts[2]);
            client.run(warmUpSeconds, origin.url(parts[0], SMALL));
            client.run(Math.max(1, warmUpSeconds / 4), url);
            clients.add(client);
        }
        String run = scenario + "," + System.currentTimeMillis();
        for (int turn = 0; turn <= slices; turn++) {
            for (Client client : clients) {
                String cost = client.run(sliceSeconds, url);
                if (turn > 0) {
                    append(run + "-" + turn + "," + client.peer + "," + cost);
                }
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

    /** A {@link Throughput} in its own JVM. */
    private record Client(String peer, Process process, PrintStream orders) {

        static Client start(String peer, String streams) throws IOException {
            Process process = Jvm.start(CLIENT, Throughput.class, List.of(peer, streams));
            return new Client(peer, process, new PrintStream(process.getOutputStream(), true));
        }

        String run(int seconds, URI url) throws IOException {
            orders.println(seconds + " " + url);
            String cost = process.inputReader().readLine();
            return cost == null ? "0,0,0,0,0,0" : cost;
        }

        void stop() {
            process.destroy();
        }
    }
}
