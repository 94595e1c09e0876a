package io.github.reactorchutes.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The account's quota as a successful answer states it, in the platform's own units. A value that the
 * server did not state is {@code null}; one without a limit is infinite.
 *
 * @since 0.1.0
 */
public final class Quota {

    private final @Nullable Double total;

    private final @Nullable Double used;

    private final @Nullable Double remaining;

    /**
     * Create the quota of one response.
     *
     * @param total the quota of the period
     * @param used what is used up
     * @param remaining what is left
     */
    public Quota(@Nullable Double total, @Nullable Double used, @Nullable Double remaining) {
        this.total = total;
        this.used = used;
        this.remaining = remaining;
    }

    /** {@return the quota of the period} */
    public @Nullable Double total() {
        return total;
    }

    /** {@return what is used up} */
    public @Nullable Double used() {
        return used;
    }

    /** {@return what is left} */
    public @Nullable Double remaining() {
        return remaining;
    }

    @Override
    public String toString() {
        return "Quota[total=" + total + ", used=" + used + ", remaining=" + remaining + "]";
    }
}
