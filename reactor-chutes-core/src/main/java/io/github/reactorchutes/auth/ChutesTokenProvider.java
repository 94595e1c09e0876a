package io.github.reactorchutes.auth;

import reactor.core.publisher.Mono;

/**
 * Supplies the API token of a call. It is called once per attempt, which supports rotating tokens, and it sees the
 * caller's Reactor Context, which supports a token per tenant:
 *
 * <pre>{@code
 * ChutesTokenProvider perTenant = () -> Mono.deferContextual(context -> vault.tokenOf(context.get("tenant")));
 * }</pre>
 *
 * <p><b>Errors.</b> An error or an empty {@code Mono} fails the call before anything is sent.
 *
 * <p><b>Threading.</b> Must not block; a provider that reads a file or a remote store does so on its own scheduler
 * and should cache.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChutesTokenProvider {

    /**
     * Return the token to send as {@code Authorization: Bearer <token>}, without the {@code Bearer} prefix. Surrounding
     * whitespace and line breaks and a byte-order mark are stripped. A token that contains quotes, inner whitespace or
     * anything but visible ASCII fails the call before anything is sent, with a message that does not contain the
     * token.
     *
     * @return a cold {@code Mono} that emits the token
     */
    Mono<String> token();

    /**
     * Return a provider of a fixed token.
     *
     * @param token the token, validated by the same rule as that of any other provider
     * @return the provider
     * @throws IllegalArgumentException if it is not a valid token; the message contains the reason and not the token
     */
    static ChutesTokenProvider of(String token) {
        return new StaticTokenProvider(token);
    }
}
