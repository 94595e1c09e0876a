package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Closes clients after their calls have ended, or at the latest after a timeout, and logs what was cut off. */
final class Drain {

    private static final Logger logger = LoggerFactory.getLogger(Drain.class);

    private static final Duration AT_MOST = Duration.ofSeconds(1);

    private final Map<String, ManagedClient> managed;

    private final List<ChutesClient> own;

    private final Duration timeout;

    /**
     * Prepare the end of all clients.
     *
     * @param managed the clients of the starter by name, whose calls it counts
     * @param own those that the application declares
     * @param timeout how long calls under way may take
     */
    Drain(Map<String, ManagedClient> managed, List<ChutesClient> own, Duration timeout) {
        this.managed = managed;
        this.own = own;
        this.timeout = timeout;
    }

    void run(Runnable end) {
        int underWay = managed.values().stream()
                .mapToInt(client -> client.record().underWay())
                .sum();
        if (underWay > 0) {
            logger.info("Waiting up to {} for {} calls to Chutes to complete", timeout, underWay);
        }
        managed.values().forEach(client -> client.record().countCutCalls(timeout));
        Mono.whenDelayError(all().stream().map(this::close).toList())
                .then(callersNotified())
                .doFinally(signal -> {
                    report();
                    end.run();
                })
                .subscribe(nothing -> {}, error -> logger.warn("Closing the Chutes clients failed", error));
    }

    /** A call ends for its caller a moment after its connection is closed. */
    private Mono<Void> callersNotified() {
        return Mono.defer(() -> Mono.when(managed.values().stream()
                        .map(client -> client.record().idle())
                        .toList()))
                .timeout(AT_MOST, Mono.empty());
    }

    private List<ChutesClient> all() {
        List<ChutesClient> all = new ArrayList<>(own);
        managed.values().forEach(client -> all.add(client.client()));
        return all;
    }

    /** A mock returns no publisher. */
    private Mono<Void> close(ChutesClient client) {
        return Objects.requireNonNullElseGet(client.closeGracefully(timeout), Mono::empty);
    }

    private void report() {
        Map<String, Integer> cut = new TreeMap<>();
        managed.forEach((name, client) -> cut.put(name, client.record().cutCalls()));
        cut.values().removeIf(calls -> calls == 0);
        if (!cut.isEmpty()) {
            logger.warn(
                    "Cut off {} calls to Chutes that did not end within {} (by client: {}). The platform cannot cancel a"
                            + " generation, so they are probably billed",
                    cut.values().stream().mapToInt(Integer::intValue).sum(),
                    timeout,
                    cut);
        }
    }
}
