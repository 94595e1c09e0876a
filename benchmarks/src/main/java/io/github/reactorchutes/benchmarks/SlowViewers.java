package io.github.reactorchutes.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints the memory that a WebFlux gateway needs for each viewer that reads a 16 MB video at 20 KB/s. The gateway runs in
 * its own JVM. Arguments: viewers, and ways to stream separated by commas; see {@link ViewerGateway}.
 */
public final class SlowViewers {

    private static final int BYTES_A_SECOND = 20_000;

    private static final int SECONDS = 20;

    private static final byte[] REQUEST =
            "GET /video HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private SlowViewers() {}

    public static void main(String[] arguments) throws Exception {
        int viewers = Integer.parseInt(arguments[0]);
        try (Origin origin = Origin.fork()) {
            for (String way : arguments[1].split(",", -1)) {
                measure(way, origin.url("http", "16777216"), viewers);
            }
        }
    }

    private static void measure(String way, URI origin, int viewers) throws Exception {
        List<String> heap = List.of("-Xmx512m", "-XX:+UseSerialGC");
        Process gateway = Jvm.start(heap, ViewerGateway.class, List.of(way, origin.toString()));
        try (BufferedReader answers = gateway.inputReader(StandardCharsets.UTF_8);
                BufferedWriter questions = gateway.outputWriter(StandardCharsets.UTF_8)) {
            int port = Integer.parseInt(answers.readLine());
            watch(port, 4, 1).close();
            long before = memory(questions, answers);
            try (Viewers watching = watch(port, viewers, SECONDS)) {
                long each = (memory(questions, answers) - before) / viewers;
                System.out.printf(
                        Locale.ROOT,
                        "%s: %d viewers at %d KB/s, heap and direct memory %d KB each, %d failed%n",
                        way,
                        viewers,
                        BYTES_A_SECOND / 1000,
                        each / 1024,
                        watching.failed());
            }
        } finally {
            gateway.destroyForcibly().waitFor();
        }
    }

    private static long memory(BufferedWriter questions, BufferedReader answers) throws IOException {
        questions.write("memory\n");
        questions.flush();
        return Long.parseLong(answers.readLine());
    }

    private static Viewers watch(int port, int count, int seconds) throws IOException, InterruptedException {
        Viewers viewers = new Viewers();
        for (int i = 0; i < count; i++) {
            viewers.open(port);
        }
        for (int i = 0; i < seconds; i++) {
            viewers.read();
            Thread.sleep(1000);
        }
        return viewers;
    }

    /** Connections whose data is read slowly; small kernel buffers, so that the gateway holds the rest. */
    private static final class Viewers implements AutoCloseable {

        private static final int KERNEL_BUFFER = 16 * 1024;

        private final Map<SocketChannel, Integer> received = new LinkedHashMap<>();

        private final ByteBuffer data = ByteBuffer.allocateDirect(BYTES_A_SECOND);

        void open(int port) throws IOException {
            SocketChannel viewer = SocketChannel.open();
            viewer.setOption(StandardSocketOptions.SO_RCVBUF, KERNEL_BUFFER);
            viewer.connect(new InetSocketAddress("localhost", port));
            viewer.write(ByteBuffer.wrap(REQUEST));
            viewer.configureBlocking(false);
            received.put(viewer, 0);
        }

        /** Read a second's share of each video. */
        void read() throws IOException {
            for (Map.Entry<SocketChannel, Integer> viewer : received.entrySet()) {
                data.clear();
                while (data.hasRemaining() && viewer.getKey().read(data) > 0) {
                    // until the share is read, or no more has arrived
                }
                viewer.setValue(viewer.getValue() + data.position());
            }
        }

        /** Return how many viewers did not receive half of their shares, because their video failed or broke off. */
        long failed() {
            return received.values().stream()
                    .filter(bytes -> bytes < BYTES_A_SECOND * SECONDS / 2)
                    .count();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel viewer : received.keySet()) {
                viewer.close();
            }
        }
    }
}
