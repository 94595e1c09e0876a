package io.github.reactorchutes.exchange;

/**
 * The rate limits that apply, as a successful answer tells them: requests a minute.
 *
 * @since 0.1.0
 */
public final class RateLimit {

    private final double user;

    private final double chute;

    /**
     * Create the facts of one answer.
     *
     * @param user the account's requests a minute, possibly infinite
     * @param chute the chute's requests a minute, possibly infinite
     */
    public RateLimit(double user, double chute) {
        this.user = user;
        this.chute = chute;
    }

    /**
     * Return the account's limit.
     *
     * @return requests a minute; {@link Double#NaN} if the server did not say
     */
    public double user() {
        return user;
    }

    /**
     * Return the chute's limit.
     *
     * @return requests a minute; {@link Double#NaN} if the server did not say
     */
    public double chute() {
        return chute;
    }

    @Override
    public String toString() {
        return "RateLimit[user=" + user + ", chute=" + chute + "]";
    }
}
