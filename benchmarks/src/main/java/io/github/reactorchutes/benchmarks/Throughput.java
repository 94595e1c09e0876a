package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.benchmarks.peer.Peers;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Keeps a number of downloads of one peer going, and prints what a slice of them cost: calls, bytes, nanoseconds, CPU
 * nanoseconds, allocated bytes. Arguments: peer, URL, streams, seconds to warm up, seconds to measure.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the outcome shows in the download
public final class Throughput {

    private final Peer peer;

    private final LongAdder calls = new LongAdder();

    private final LongAdder bytes = new LongAdder();

    private final AtomicBoolean stopped = new AtomicBoolean();

    private Throughput(Peer peer) {
        this.peer = peer;
    }

    public static void main(String[] arguments) throws Exception {
        try (Peer peer = Peers.create(arguments[0], URI.create(arguments[1]))) {
            Throughput throughput = new Throughput(peer);
            for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
                throughput.downloadAgain();
            }
            throughput.measure(seconds(arguments[3]), seconds(arguments[4]));
        }
        System.exit(0);
    }

    private static Duration seconds(String argument) {
        return Duration.ofSeconds(Long.parseLong(argument));
    }

    private void measure(Duration warmUp, Duration measured) throws InterruptedException {
        Thread.sleep(warmUp.toMillis());
        Usage before = Usage.now();
        calls.reset();
        bytes.reset();
        Thread.sleep(measured.toMillis());
        Usage used = Usage.now().since(before);
        System.out.printf(
                "%d,%d,%d,%d,%d%n", calls.sum(), bytes.sum(), used.nanos(), used.cpuNanos(), used.allocatedBytes());
        stopped.set(true);
    }

    private void downloadAgain() {
        peer.download().whenComplete((size, failure) -> {
            if (failure != null) {
                if (!stopped.getAndSet(true)) {
                    failure.printStackTrace();
                    System.exit(1);
                }
                return;
            }
            calls.increment();
            bytes.add(size);
            if (!stopped.get()) {
                downloadAgain();
            }
        });
    }
}
