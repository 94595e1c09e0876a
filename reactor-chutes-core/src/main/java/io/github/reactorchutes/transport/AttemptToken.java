package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.CallPhase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/** The token of one attempt: the first that the provider emits, so that one attempt never sends two requests. */
final class AttemptToken {

    private AttemptToken() {}

    /** Request a token from a provider; within the subscription of the call. */
    static Mono<String> of(LiveCall live, ChutesTokenProvider provider) {
        Mono<String> supplied;
        String atHand;
        try {
            supplied = Objects.requireNonNull(provider.token(), "token");
            atHand = atHand(supplied);
        } catch (Throwable failure) {
            Exceptions.throwIfFatal(failure);
            return Mono.error(Failures.tokenFailed(live, Exceptions.unwrap(failure)));
        }
        return atHand == null ? awaited(live, supplied) : Mono.just(BearerToken.requireValid(atHand));
    }

    private static @Nullable String atHand(Mono<String> supplied) throws Exception {
        return supplied instanceof Fuseable.ScalarCallable<?> known ? (String) known.call() : null;
    }

    private static Mono<String> awaited(LiveCall live, Mono<String> supplied) {
        return supplied.flux()
                .next()
                .onErrorMap(error -> Failures.tokenFailed(live, error))
                .switchIfEmpty(Mono.error(() -> Failures.notSent(
                        live, CallPhase.PREPARE, "the token provider completed without a token", null)))
                .map(BearerToken::requireValid);
    }
}
