package io.github.reactorchutes.exchange;

/**
 * The account's quota as a successful answer tells it, in the platform's own units.
 *
 * @since 0.1.0
 */
public final class Quota {

    private final double total;

    private final double used;

    private final double remaining;

    /**
     * Create the facts of one answer.
     *
     * @param total the quota of the period, possibly infinite
     * @param used what is used up
     * @param remaining what is left, possibly infinite
     */
    public Quota(double total, double used, double remaining) {
        this.total = total;
        this.used = used;
        this.remaining = remaining;
    }

    /**
     * Return the quota of the period.
     *
     * @return the total; {@link Double#NaN} if the server did not say
     */
    public double total() {
        return total;
    }

    /**
     * Return what is used up.
     *
     * @return the used part; {@link Double#NaN} if the server did not say
     */
    public double used() {
        return used;
    }

    /**
     * Return what is left.
     *
     * @return the remaining part; {@link Double#NaN} if the server did not say
     */
    public double remaining() {
        return remaining;
    }

    @Override
    public String toString() {
        return "Quota[total=" + total + ", used=" + used + ", remaining=" + remaining + "]";
    }
}
