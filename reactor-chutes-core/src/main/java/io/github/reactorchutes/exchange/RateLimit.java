package io.github.reactorchutes.exchange;

/**
 * The applicable rate limits according to a successful response, in requests per minute.
 *
 * @since 0.1.0
 */
public final class RateLimit {

    private final double user;

    private final double chute;

    /**
     * Create the rate limits of one response.
     *
     * @param user the account's requests per minute, possibly infinite
     * @param chute the chute's requests per minute, possibly infinite
     */
    public RateLimit(double user, double chute) {
        this.user = user;
        this.chute = chute;
    }

    /**
     * Return the account's limit.
     *
     * @return requests per minute; {@link Double#NaN} if the server did not state it
     */
    public double user() {
        return user;
    }

    /**
     * Return the chute's limit.
     *
     * @return requests per minute; {@link Double#NaN} if the server did not state it
     */
    public double chute() {
        return chute;
    }

    @Override
    public String toString() {
        return "RateLimit[user=" + user + ", chute=" + chute + "]";
    }
}
