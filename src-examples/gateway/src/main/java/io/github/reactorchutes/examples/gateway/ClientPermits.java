package io.github.reactorchutes.examples.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** The permits for concurrent generations of each visitor. */
@Component
final class ClientPermits {

    private final int maxPerClient;

    private final Map<String, Integer> running = new ConcurrentHashMap<>();

    ClientPermits(GatewayProperties properties) {
        this.maxPerClient = properties.maxPerClient();
    }

    /**
     * Take a permit.
     *
     * @param client the visitor's address
     * @return releases the permit once; further resources can be added for release with it
     */
    Disposable.Composite acquire(String client) {
        running.compute(client, (address, count) -> {
            int others = count == null ? 0 : count;
            if (others >= maxPerClient) {
                throw Problems.tooManyGenerations(maxPerClient);
            }
            return others + 1;
        });
        return Disposables.composite(() -> release(client));
    }

    private void release(String client) {
        running.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }

    int running() {
        return running.values().stream().mapToInt(Integer::intValue).sum();
    }
}
