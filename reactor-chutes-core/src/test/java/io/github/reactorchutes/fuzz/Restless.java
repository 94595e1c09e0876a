package io.github.reactorchutes.fuzz;

import io.github.reactorchutes.ChutesClient;
import java.time.Duration;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Closes and opens a client again and again while calls are under way. */
final class Restless {

    private static final Duration PAUSE = Duration.ofMillis(7);

    private Restless() {}

    /** Begin; disposed of, it leaves the client open. */
    static Disposable begin(ChutesClient client) {
        return Flux.interval(PAUSE)
                .doOnNext(i -> {
                    if (i % 2 == 0) {
                        client.close();
                    } else {
                        client.open();
                    }
                })
                .doOnCancel(client::open)
                .subscribe();
    }
}
