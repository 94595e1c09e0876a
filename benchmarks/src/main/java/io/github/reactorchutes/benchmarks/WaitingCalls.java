package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.benchmarks.peer.Peers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

/**
 * Prints the memory per call of many calls that wait for their first byte, in a heap of 512 MB, and how many completed.
 * Arguments: calls, scheme, peers separated by commas.
 */
public final class WaitingCalls {

    private static final int DELAY_MILLIS = 25_000;

    private WaitingCalls() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments[0].startsWith("http")) {
            measure(arguments[1], URI.create(arguments[0]), Integer.parseInt(arguments[2]));
            System.exit(0);
        }
        try (Origin origin = Origin.fork()) {
            for (String peer : arguments[2].split(",", -1)) {
                URI url = origin.url(arguments[1], "65536/" + DELAY_MILLIS);
                Process process =
                        Jvm.start(List.of("-Xmx512m"), WaitingCalls.class, List.of(url.toString(), peer, arguments[0]));
                System.out.println(process.inputReader(StandardCharsets.UTF_8).readLine());
                process.waitFor();
            }
        }
    }

    private static void measure(String name, URI url, int calls) throws Exception {
        try (Peer peer = Peers.create(name, url)) {
            long before = Usage.liveBytes();
            List<CompletableFuture<Long>> results = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                results.add(peer.download());
                if (i % 100 == 99) {
                    Thread.sleep(50);
                }
            }
            Thread.sleep(10_000);
            long waiting = results.stream().filter(result -> !result.isDone()).count();
            long used = Usage.liveBytes() - before;
            long completed = CompletableFuture.allOf(results.toArray(new CompletableFuture<?>[0]))
                    .handle((nothing, failure) -> results.stream()
                            .filter(result -> !result.isCompletedExceptionally())
                            .count())
                    .join();
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: %d of %d calls waiting, heap + direct %.1f KB each, %d completed%n",
                    name,
                    url.getScheme(),
                    waiting,
                    calls,
                    used / 1024.0 / calls,
                    completed);
        }
    }
}
