package io.github.reactorchutes.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link Throughput} in its own JVM. */
final class Client implements AutoCloseable {

    private static final String NOTHING = "0,0,0,0,0,0";

    /** Without the last option, compiler threads end, and their CPU time is lost from the count. */
    private static final List<String> OPTIONS =
            List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC", "-XX:-UseDynamicNumberOfCompilerThreads");

    private final String peer;

    private final Process process;

    private final PrintStream orders;

    private final BufferedReader answers;

    private final String jdk;

    private Client(String peer, Process process) throws IOException {
        this.peer = peer;
        this.process = process;
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.jdk = String.valueOf(answers.readLine());
    }

    static Client start(Path java, String peer) throws IOException {
        return new Client(peer, Jvm.start(java, OPTIONS, Throughput.class, List.of(peer)));
    }

    String peer() {
        return peer;
    }

    String jdk() {
        return jdk;
    }

    /** Download for some time, and return the costs; a client that ended has none. */
    String run(long millis, int streams, URI url) throws IOException {
        orders.println(millis + " " + streams + " " + url);
        String cost = answers.readLine();
        return cost == null ? NOTHING : cost;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
