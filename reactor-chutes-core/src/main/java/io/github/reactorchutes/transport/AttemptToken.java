package io.github.reactorchutes.transport;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.Fuseable;
import reactor.core.publisher.Mono;

/** The token of one attempt: the first that the provider emits, so that one attempt never sends two requests. */
final class AttemptToken {

    /** Makes the error of a call or a query that has no token. */
    @FunctionalInterface
    interface Failure {

        RuntimeException of(String message, @Nullable Throwable cause);
    }

    private AttemptToken() {}

    /** Request a token from a provider; within the subscription of the call. */
    static Mono<String> of(ChutesTokenProvider provider, Failure failure) {
        Mono<String> supplied;
        String atHand;
        try {
            supplied = Objects.requireNonNull(provider.token(), "token");
            atHand = atHand(supplied);
        } catch (Throwable thrown) {
            Exceptions.throwIfFatal(thrown);
            return Mono.error(failed(failure, Exceptions.unwrap(thrown)));
        }
        return atHand == null ? awaited(supplied, failure) : Mono.just(BearerToken.requireValid(atHand));
    }

    private static @Nullable String atHand(Mono<String> supplied) throws Exception {
        return supplied instanceof Fuseable.ScalarCallable<?> known ? (String) known.call() : null;
    }

    private static Mono<String> awaited(Mono<String> supplied, Failure failure) {
        return supplied.flux()
                .next()
                .onErrorMap(error -> failed(failure, error))
                .switchIfEmpty(Mono.error(() -> failure.of("the token provider completed without a token", null)))
                .map(BearerToken::requireValid);
    }

    /** The message of a provider is omitted, because it may contain the token. */
    private static RuntimeException failed(Failure failure, Throwable error) {
        return failure.of("the token provider failed with " + error.getClass().getSimpleName(), error);
    }
}
