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
import java.util.concurrent.atomic.LongAdder;

/**
 * Runs concurrent downloads of one peer. Each input line has a number of seconds and a URL; the output line has the
 * costs: calls, bytes, nanoseconds, CPU nanoseconds, those of the compiler, allocated bytes. It pauses between lines,
 * so that other clients can take turns. Arguments: peer, streams.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
public final class Throughput {

    /** Not counted: connections are reopened after a pause. */
    private static final long LEAD_IN_MILLIS = 500;

    private final String name;

    private final int streams;

    private final Map<URI, Peer> peers = new HashMap<>();

    private final LongAdder calls = new LongAdder();

    private final LongAdder bytes = new LongAdder();

    private volatile boolean stopped;

    private Throughput(String name, int streams) {
        this.name = name;
        this.streams = streams;
    }

    public static void main(String[] arguments) throws Exception {
        Throughput throughput = new Throughput(arguments[0], Integer.parseInt(arguments[1]));
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] order = line.split(" ", -1);
            System.out.println(throughput.measure(Long.parseLong(order[0]), URI.create(order[1])));
        }
        System.exit(0);
    }

    private String measure(long seconds, URI url) throws InterruptedException {
        Peer peer = peers.computeIfAbsent(url, base -> Peers.create(name, base));
        stopped = false;
        CountDownLatch running = new CountDownLatch(streams);
        for (int i = 0; i < streams; i++) {
            downloadAgain(peer, running);
        }
        Thread.sleep(LEAD_IN_MILLIS);
        Usage before = Usage.now();
        calls.reset();
        bytes.reset();
        Thread.sleep(seconds * 1000);
        Usage used = Usage.now().since(before);
        String cost = String.join(
                ",",
                Long.toString(calls.sum()),
                Long.toString(bytes.sum()),
                Long.toString(used.nanos()),
                Long.toString(used.cpuNanos()),
                Long.toString(used.compilerNanos()),
                Long.toString(used.allocatedBytes()));
        stopped = true;
        running.await();
        return cost;
    }

    private void downloadAgain(Peer peer, CountDownLatch running) {
        peer.download().whenComplete((size, failure) -> {
            if (failure != null) {
                failure.printStackTrace();
                System.exit(1);
            }
            calls.increment();
            bytes.add(size);
            if (stopped) {
                running.countDown();
            } else {
                downloadAgain(peer, running);
            }
        });
    }
}
