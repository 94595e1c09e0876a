package io.github.reactorchutes.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The rate limits that apply, as a successful answer states them, in requests a minute. A limit that the server did
 * not state is {@code null}; an absent limit is infinite.
 *
 * @since 0.1.0
 */
public final class RateLimit {

    private final @Nullable Double user;

    private final @Nullable Double chute;

    /**
     * Create the rate limits of one response.
     *
     * @param user the account's requests a minute
     * @param chute the chute's requests a minute
     */
    public RateLimit(@Nullable Double user, @Nullable Double chute) {
        this.user = user;
        this.chute = chute;
    }

    /** {@return the account's limit} */
    public @Nullable Double user() {
        return user;
    }

    /** {@return the chute's limit} */
    public @Nullable Double chute() {
        return chute;
    }

    @Override
    public String toString() {
        return "RateLimit[user=" + user + ", chute=" + chute + "]";
    }
}
