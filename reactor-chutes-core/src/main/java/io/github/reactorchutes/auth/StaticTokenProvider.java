package io.github.reactorchutes.auth;

import reactor.core.publisher.Mono;

final class StaticTokenProvider implements ChutesTokenProvider {

    private final String value;

    private final Mono<String> token;

    StaticTokenProvider(String token) {
        this.value = BearerToken.requireValid(token);
        this.token = Mono.just(value);
    }

    String value() {
        return value;
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
