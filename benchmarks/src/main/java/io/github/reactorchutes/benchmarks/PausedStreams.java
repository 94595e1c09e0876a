package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peers;
import io.github.reactorchutes.benchmarks.peer.ReactivePeer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;

/**
 * Prints the resident memory per stream of many 16 MB streams whose consumers request a few buffers, one at a time, and
 * then no more. Arguments: streams, scheme, peers separated by commas.
 */
public final class PausedStreams {

    private static final int BUFFERS = 8;

    private PausedStreams() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].startsWith("http")) {
            measure(arguments[1], URI.create(arguments[0]), Integer.parseInt(arguments[2]));
            System.exit(0);
        }
        try (Origin origin = Origin.fork()) {
            for (String peer : arguments[2].split(",", -1)) {
                List<String> of = List.of(origin.url(arguments[1], "16777216").toString(), peer, arguments[0]);
                Process process = Jvm.start(List.of("-Xmx1g", "-XX:+UseSerialGC"), PausedStreams.class, of);
                System.out.println(process.inputReader(StandardCharsets.UTF_8).readLine());
                process.waitFor();
            }
        }
    }

    private static void measure(String name, URI url, int streams) throws IOException, InterruptedException {
        ReactivePeer peer = (ReactivePeer) Peers.create(name, url);
        List<Consumer> consumers = new ArrayList<>();
        open(peer, 4, consumers);
        long before = Usage.residentBytes();
        open(peer, streams, consumers);
        long used = Usage.residentBytes() - before;
        long bytes =
                consumers.stream().mapToLong(consumer -> consumer.bytes.get()).sum();
        System.out.printf(
                "%s %s: %d paused streams, %d KB taken each, resident %.1f KB each%n",
                name, url.getScheme(), streams, bytes / consumers.size() / 1024, used / 1024.0 / streams);
    }

    /** Open all streams, and let them receive their buffers concurrently. */
    private static void open(ReactivePeer peer, int streams, List<Consumer> all) throws InterruptedException {
        List<Consumer> consumers = new ArrayList<>();
        for (int i = 0; i < streams; i++) {
            Consumer consumer = new Consumer();
            peer.sizes().subscribe(consumer);
            consumers.add(consumer);
            if (i % 50 == 49) {
                Thread.sleep(50);
            }
        }
        for (int buffer = 0; buffer < BUFFERS; buffer++) {
            Thread.sleep(500);
            consumers.forEach(consumer -> consumer.request(1));
        }
        Thread.sleep(2000);
        all.addAll(consumers);
    }

    private static final class Consumer extends BaseSubscriber<Integer> {

        private final AtomicLong bytes = new AtomicLong();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // requests later
        }

        @Override
        protected void hookOnNext(Integer size) {
            bytes.addAndGet(size);
        }
    }
}
