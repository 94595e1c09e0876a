package io.github.reactorchutes.auth;

import reactor.core.publisher.Mono;

final class StaticTokenProvider implements ChutesTokenProvider {

    private final Mono<String> token;

    StaticTokenProvider(String token) {
        this.token = Mono.just(BearerToken.requireValid(token));
    }

    @Override
    public Mono<String> token() {
        return token;
    }

    @Override
    public String toString() {
        return "ChutesTokenProvider[static]";
    }
}
