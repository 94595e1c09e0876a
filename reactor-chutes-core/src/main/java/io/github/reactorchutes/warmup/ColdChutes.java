package io.github.reactorchutes.warmup;

import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The cold chutes that calls wait for, with one event stream for each. Not part of the API: a client creates and owns it.
 *
 * @since 0.1.0
 */
public final class ColdChutes {

    /** Of the calls that wait for the same chute, so that they do not all arrive at its first instance at once. */
    private static final Duration GAP = Duration.ofMillis(100);

    private final WarmUps warmUps;

    private final Function<Endpoint, @Nullable String> slugs;

    private final Map<String, Queue> queues = new ConcurrentHashMap<>();

    /**
     * Create the cold chutes of a client.
     *
     * @param warmUps follows warm-ups
     * @param slugs returns the slug of an endpoint's chute, or {@code null} if it has none
     */
    public ColdChutes(WarmUps warmUps, Function<Endpoint, @Nullable String> slugs) {
        this.warmUps = warmUps;
        this.slugs = slugs;
    }

    /**
     * Wait until a chute is hot, and for the turn of this call.
     *
     * @param endpoint the endpoint that answered that it is cold
     * @param chuteId the id of its chute, if the answer stated it
     * @return a {@code Mono} that completes when the call can be sent again
     */
    public Mono<Void> untilHot(Endpoint endpoint, @Nullable String chuteId) {
        String chute = chuteId == null ? slugs.apply(endpoint) : chuteId;
        return chute == null
                ? Mono.error(() -> new IllegalArgumentException("the chute of " + endpoint + " is unknown"))
                : queues.computeIfAbsent(chute, name -> new Queue(warmUps.of(name)))
                        .turn();
    }

    /** The calls that wait for one chute. */
    private static final class Queue {

        private final AtomicInteger released = new AtomicInteger();

        private final Flux<WarmUpState> states;

        Queue(Flux<WarmUpState> warmUp) {
            this.states = warmUp.doOnSubscribe(begun -> released.set(0)).share();
        }

        Mono<Void> turn() {
            return states.then(Mono.defer(() -> Mono.delay(GAP.multipliedBy(released.getAndIncrement()))))
                    .then();
        }
    }
}
