package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.benchmarks.peer.Peer;
import io.github.reactorchutes.benchmarks.peer.Peers;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Prints what an upload of 10 MB allocates and the CPU time that it takes, without that of the compiler: the median of
 * short slices in which the peers take turns. Arguments: slices, uploads per slice, scheme, peers separated by commas.
 */
public final class Uploads {

    private static final int CONCURRENT = 4;

    private static final int WARM_UP_SLICES = 10;

    private Uploads() {}

    public static void main(String[] arguments) throws Exception {
        int slices = Integer.parseInt(arguments[0]);
        int uploads = Integer.parseInt(arguments[1]);
        try (Origin origin = Origin.fork()) {
            URI url = origin.url(arguments[2], "1024");
            Map<String, Peer> peers = new LinkedHashMap<>();
            for (String name : arguments[3].split(",", -1)) {
                peers.put(name, Peers.create(name, url));
            }
            Map<String, List<Usage>> costs = new LinkedHashMap<>();
            for (int slice = -WARM_UP_SLICES; slice < slices; slice++) {
                for (Map.Entry<String, Peer> peer : peers.entrySet()) {
                    Usage cost = cost(peer.getValue(), uploads);
                    if (slice >= 0) {
                        costs.computeIfAbsent(peer.getKey(), name -> new ArrayList<>())
                                .add(cost);
                    }
                }
            }
            costs.forEach((peer, each) -> System.out.println(line(peer, arguments[2], each, uploads)));
        }
        System.exit(0);
    }

    private static Usage cost(Peer peer, int uploads) {
        Usage before = Usage.now();
        for (int i = 0; i < uploads; i += CONCURRENT) {
            CompletableFuture<?>[] concurrent = new CompletableFuture<?>[CONCURRENT];
            for (int k = 0; k < CONCURRENT; k++) {
                concurrent[k] = peer.download();
            }
            CompletableFuture.allOf(concurrent).join();
        }
        return Usage.now().since(before);
    }

    private static String line(String peer, String scheme, List<Usage> costs, int uploads) {
        Spread kilobytes = Spread.of(costs, cost -> cost.allocatedBytes() / 1024.0 / uploads);
        Spread millis = Spread.of(costs, cost -> (cost.cpuNanos() - cost.compilerNanos()) / 1e6 / uploads);
        return peer + " " + scheme + ": uploads of 10 MB, allocated " + kilobytes.cell("%.1f") + " KB each, CPU "
                + millis.cell("%.2f") + " ms each";
    }
}
