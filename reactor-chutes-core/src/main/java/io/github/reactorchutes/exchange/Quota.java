package io.github.reactorchutes.exchange;

/**
 * The account's quota according to a successful response, in the platform's units.
 *
 * @since 0.1.0
 */
public final class Quota {

    private final double total;

    private final double used;

    private final double remaining;

    /**
     * Create the quota of one response.
     *
     * @param total the quota of the period, possibly infinite
     * @param used the used part
     * @param remaining the remaining part, possibly infinite
     */
    public Quota(double total, double used, double remaining) {
        this.total = total;
        this.used = used;
        this.remaining = remaining;
    }

    /**
     * Return the quota of the period.
     *
     * @return the total; {@link Double#NaN} if the server did not state it
     */
    public double total() {
        return total;
    }

    /**
     * Return the used part.
     *
     * @return the used part; {@link Double#NaN} if the server did not state it
     */
    public double used() {
        return used;
    }

    /**
     * Return the remaining part.
     *
     * @return the remaining part; {@link Double#NaN} if the server did not state it
     */
    public double remaining() {
        return remaining;
    }

    @Override
    public String toString() {
        return "Quota[total=" + total + ", used=" + used + ", remaining=" + remaining + "]";
    }
}
