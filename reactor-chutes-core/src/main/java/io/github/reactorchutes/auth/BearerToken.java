package io.github.reactorchutes.auth;

import org.jspecify.annotations.Nullable;

/**
 * The rule a token must meet to be sent in a header. Not part of the API: it is shared by the provider and the
 * transport.
 *
 * @since 0.1.0
 */
public final class BearerToken {

    private BearerToken() {}

    /**
     * Return the token of a provider that has the one token it was made with.
     *
     * @param provider the provider
     * @return its token, or {@code null} if the provider has to be asked
     */
    public static @Nullable String of(ChutesTokenProvider provider) {
        return provider instanceof StaticTokenProvider known ? known.value() : null;
    }

    /**
     * Return the token if it can be a header value: not empty, visible ASCII only. The message of a rejection never
     * contains the token.
     *
     * @param token the token
     * @return the same token
     * @throws IllegalArgumentException if it cannot be sent
     */
    public static String requireValid(String token) {
        if (token.isEmpty()) {
            throw new IllegalArgumentException("the API token is empty");
        }
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            if (c <= ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "the API token has a character that cannot be sent (white space, control or non-ASCII) at index "
                                + i);
            }
        }
        return token;
    }
}
