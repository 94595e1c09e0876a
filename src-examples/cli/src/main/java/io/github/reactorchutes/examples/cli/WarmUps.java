package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Endpoint;
import java.util.Collection;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Warms up chutes before they are called. A failure is only noted: the call itself reports what is wrong. */
final class WarmUps {

    private WarmUps() {}

    static Mono<Void> of(ChutesClient client, Collection<Endpoint> endpoints, Consumer<String> notes) {
        return Flux.fromIterable(endpoints)
                .distinct()
                .flatMap(endpoint -> of(client, endpoint, notes))
                .then();
    }

    private static Mono<Void> of(ChutesClient client, Endpoint endpoint, Consumer<String> notes) {
        return Flux.defer(() -> client.warmUp(endpoint))
                .map(state -> "the chute of " + endpoint + " is " + Columns.harmless(state.toString()))
                .distinctUntilChanged()
                .doOnNext(notes)
                .then()
                .onErrorResume(RuntimeException.class, failure -> {
                    notes.accept("cannot warm up the chute of " + endpoint + ": " + failure.getMessage());
                    return Mono.empty();
                });
    }
}
