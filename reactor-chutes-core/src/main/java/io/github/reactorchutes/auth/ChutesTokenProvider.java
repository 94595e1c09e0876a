package io.github.reactorchutes.auth;

import reactor.core.publisher.Mono;

/**
 * Supplies the API token of a call. It is asked once for every attempt, so rotating tokens work, and it sees the
 * caller's Reactor Context, so a token per tenant works:
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
     * Return the token to send as {@code Authorization: Bearer <token>}, without the {@code Bearer} prefix. White space and
     * line breaks around it, and a byte-order mark, are left out. A token with quotes, with white space within or with other
     * characters than visible ASCII fails the call before anything is sent; the token is not shown.
     *
     * @return a cold {@code Mono} that emits the token
     */
    Mono<String> token();

    /**
     * Return a provider of one token that never changes.
     *
     * @param token the token, by the same rule as that of any other provider
     * @return the provider
     * @throws IllegalArgumentException if it cannot be sent; the message has the reason and not the token
     */
    static ChutesTokenProvider of(String token) {
        return new StaticTokenProvider(token);
    }
}
