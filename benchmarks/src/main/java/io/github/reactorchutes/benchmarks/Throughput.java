package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.benchmarks.peer.Peers;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs concurrent downloads of one client. Prints its JDK first. Each input line has milliseconds, a number of streams and
 * a URL; the output line has the costs: calls, bytes, nanoseconds, CPU nanoseconds, those of the compiler, allocated
 * bytes. It pauses between lines, so that other clients can take turns. Argument: the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
public final class Throughput {

    /** Not counted, and lengthened until each stream has ended a call: connections are reopened after a pause. */
    static final long LEAD_IN_MILLIS = 500;

    private static final long MAX_LEAD_IN_SECONDS = 10;

    private static final long MAX_DRAIN_MINUTES = 1;

    private final String name;

    private final Map<URI, Peer> peers = new HashMap<>();

    private Throughput(String name) {
        this.name = name;
    }

    public static void main(String[] arguments) throws Exception {
        Throughput throughput = new Throughput(arguments[0]);
        System.out.println(Runtime.version());
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] order = line.split(" ", -1);
            throughput.measure(Long.parseLong(order[0]), Integer.parseInt(order[1]), URI.create(order[2]));
        }
        System.exit(0);
    }

    private void measure(long millis, int count, URI url) throws InterruptedException {
        Streams streams = new Streams(peers.computeIfAbsent(url, base -> Peers.create(name, base)), count);
        streams.open(Math.min(LEAD_IN_MILLIS, millis));
        Usage before = Usage.now();
        streams.count();
        Thread.sleep(millis);
        Usage used = Usage.now().since(before);
        String cost = streams.counted() + "," + used.nanos() + "," + used.cpuNanos() + "," + used.compilerNanos() + ","
                + used.allocatedBytes();
        boolean areIdle = streams.stop();
        System.out.println(cost);
        if (!areIdle) {
            System.err.println(name + " does not finish its downloads");
            System.exit(1);
        }
    }

    /** Concurrent streams, each of which downloads one video after the other. */
    private static final class Streams {

        private final Peer peer;

        private final int count;

        /** Falls with the first video of each stream. */
        private final CountDownLatch opening;

        private final CountDownLatch running;

        private final LongAdder calls = new LongAdder();

        private final LongAdder bytes = new LongAdder();

        private volatile boolean stopped;

        Streams(Peer peer, int count) {
            this.peer = peer;
            this.count = count;
            this.opening = new CountDownLatch(count);
            this.running = new CountDownLatch(count);
        }

        void open(long millis) throws InterruptedException {
            for (int i = 0; i < count; i++) {
                download(opening::countDown);
            }
            Thread.sleep(millis);
            if (!opening.await(MAX_LEAD_IN_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("measured before each stream has ended a call: " + opening.getCount());
            }
        }

        void count() {
            calls.reset();
            bytes.reset();
        }

        String counted() {
            return calls.sum() + "," + bytes.sum();
        }

        /** Return whether all downloads ended in time. */
        boolean stop() throws InterruptedException {
            stopped = true;
            return running.await(MAX_DRAIN_MINUTES, TimeUnit.MINUTES);
        }

        private void download(Runnable ended) {
            peer.download().whenComplete((size, failure) -> {
                if (failure != null) {
                    failure.printStackTrace();
                    System.exit(1);
                }
                calls.increment();
                bytes.add(size);
                ended.run();
                if (stopped) {
                    running.countDown();
                } else {
                    download(() -> {});
                }
            });
        }
    }
}
