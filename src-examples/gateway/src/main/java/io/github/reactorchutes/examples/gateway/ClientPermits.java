package io.github.reactorchutes.examples.gateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;

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
     * @return releases the permit once
     */
    Disposable acquire(String client) {
        running.compute(client, (address, count) -> {
            int others = count == null ? 0 : count;
            if (others >= maxPerClient) {
                throw Problems.tooManyGenerations(maxPerClient);
            }
            return others + 1;
        });
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                release(client);
            }
        };
    }

    private void release(String client) {
        running.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }

    int running() {
        return running.values().stream().mapToInt(Integer::intValue).sum();
    }
}
