package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Compares clients, each in its own JVM, which is warmed up with small videos: large ones make few calls per second and
 * would keep the compiler busy for minutes. In each scenario every client settles, and then they are measured in turns
 * of short slices, so that a slow moment of the machine affects all of them. Each turn has another random order, so that
 * no client always follows the same one.
 */
public final class Comparison implements AutoCloseable {

    private static final VideoPath SMALL = new VideoPath(65_536, 0, false, false);

    private static final int WARM_UP_STREAMS = 16;

    private final Origin origin;

    private final Pace pace;

    private final Path java;

    private final List<String> schemes;

    private final Map<String, Client> clients = new HashMap<>();

    /** The same orders in each measurement. */
    private final Random order;

    Comparison(Origin origin, Pace pace, Path java, List<String> schemes, int run) {
        this.origin = origin;
        this.pace = pace;
        this.java = java;
        this.schemes = schemes;
        this.order = new Random(run);
    }

    /**
     * Compares clients in chosen scenarios, and prints their table. Arguments: a file to which the results are appended,
     * forks, warm-up seconds, slices, seconds per slice, scenarios, and clients or {@code all}; lists are separated by
     * commas.
     */
    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        int forks = Integer.parseInt(arguments[1]);
        double warmUp = Double.parseDouble(arguments[2]);
        double slice = Double.parseDouble(arguments[4]);
        Pace pace = new Pace(warmUp, Math.max(1, warmUp / 4), slice, Integer.parseInt(arguments[3]), 1);
        List<String> peers = arguments[6].equals("all") ? Peers.names() : List.of(arguments[6].split(",", -1));
        for (String name : arguments[5].split(",", -1)) {
            Scenario scenario = Scenario.parse(name);
            List<String> lines = compare(pace, forks, scenario, peers);
            Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            System.out.println(scenario.title());
            new DownloadTable(scenario, Sample.parse(lines)).lines().forEach(System.out::println);
        }
    }

    private static List<String> compare(Pace pace, int forks, Scenario scenario, List<String> peers)
            throws IOException {
        List<String> lines = new ArrayList<>();
        for (int run = 1; run <= forks; run++) {
            try (Origin origin = Origin.fork();
                    Comparison comparison = new Comparison(origin, pace, Jvm.THIS, List.of(scenario.scheme()), run)) {
                lines.addAll(comparison.measure(run, scenario, peers));
            }
        }
        return lines;
    }

    /** Measure clients in one scenario, and return a line of results for each slice. Known clients are still warm. */
    List<String> measure(int run, Scenario scenario, List<String> peers) throws IOException {
        URI url = origin.url(scenario.scheme(), scenario.path().prefix());
        List<Client> turn = new ArrayList<>();
        for (String peer : peers) {
            Client client = warm(peer);
            client.run(pace.settleMillis(), scenario.streams(), url);
            turn.add(client);
        }
        List<String> lines = new ArrayList<>();
        for (int i = 1; i <= pace.turns(); i++) {
            Collections.shuffle(turn, order);
            for (Client client : turn) {
                String cost = client.run(pace.sliceMillis(), scenario.streams(), url);
                lines.add(String.join(",", scenario.name(), run + "-" + i, client.peer(), cost));
            }
        }
        return lines;
    }

    private Client warm(String peer) throws IOException {
        Client known = clients.get(peer);
        if (known != null && known.isAlive()) {
            return known;
        }
        Client client = Client.start(java, peer);
        clients.put(peer, client);
        for (String scheme : schemes) {
            client.run(pace.warmUpMillis(schemes.size()), WARM_UP_STREAMS, origin.url(scheme, SMALL.prefix()));
        }
        return client;
    }

    /** Return the version of the clients' JVMs. */
    String jdk() {
        return clients.values().iterator().next().jdk();
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
    }
}
