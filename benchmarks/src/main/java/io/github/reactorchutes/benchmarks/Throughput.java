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
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Runs concurrent downloads of one client. Prints its JDK first. Each input line has milliseconds, a number of streams and
 * a URL; the output line has the costs: calls, bytes, nanoseconds, CPU nanoseconds, those of the compiler, allocated
 * bytes. It pauses between lines, so that other clients can take turns. Argument: the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
public final class Throughput {

    /** At most. Not counted: connections are reopened after a pause. */
    static final long LEAD_IN_MILLIS = 500;

    private static final long MAX_DRAIN_MINUTES = 1;

    private final String name;

    private final Map<URI, Peer> peers = new HashMap<>();

    private final LongAdder calls = new LongAdder();

    private final LongAdder bytes = new LongAdder();

    private volatile boolean stopped;

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

    private void measure(long millis, int streams, URI url) throws InterruptedException {
        Peer peer = peers.computeIfAbsent(url, base -> Peers.create(name, base));
        stopped = false;
        CountDownLatch running = new CountDownLatch(streams);
        for (int i = 0; i < streams; i++) {
            downloadAgain(peer, running);
        }
        Thread.sleep(Math.min(LEAD_IN_MILLIS, millis));
        Usage before = Usage.now();
        calls.reset();
        bytes.reset();
        Thread.sleep(millis);
        String cost = cost(Usage.now().since(before));
        stopped = true;
        boolean isIdle = running.await(MAX_DRAIN_MINUTES, TimeUnit.MINUTES);
        System.out.println(cost);
        if (!isIdle) {
            System.err.println(name + " does not finish its downloads");
            System.exit(1);
        }
    }

    private String cost(Usage used) {
        return LongStream.of(
                        calls.sum(),
                        bytes.sum(),
                        used.nanos(),
                        used.cpuNanos(),
                        used.compilerNanos(),
                        used.allocatedBytes())
                .mapToObj(Long::toString)
                .collect(Collectors.joining(","));
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
