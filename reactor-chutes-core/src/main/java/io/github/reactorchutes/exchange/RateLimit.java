package io.github.reactorchutes.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The applicable rate limits according to a successful response, in requests per minute. A limit that the server did
 * not state is {@code null}. If the server states that there is no limit, it is infinite.
 *
 * @since 0.1.0
 */
public final class RateLimit {

    private final @Nullable Double user;

    private final @Nullable Double chute;

    /**
     * Create the rate limits of one response.
     *
     * @param user the account's requests per minute
     * @param chute the chute's requests per minute
     */
    public RateLimit(@Nullable Double user, @Nullable Double chute) {
        this.user = user;
        this.chute = chute;
    }

    /** {@return the account's requests per minute} */
    public @Nullable Double user() {
        return user;
    }

    /** {@return the chute's requests per minute} */
    public @Nullable Double chute() {
        return chute;
    }

    @Override
    public String toString() {
        return "RateLimit[user=" + user + ", chute=" + chute + "]";
    }
}
