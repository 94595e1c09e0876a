package io.github.reactorchutes.exchange;

import org.jspecify.annotations.Nullable;

/**
 * The account's quota according to a successful response, in the platform's units. A value that the server did not
 * state is {@code null}. An unlimited value is infinite.
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
     * @param used the used part
     * @param remaining the remaining part
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

    /** {@return the used part} */
    public @Nullable Double used() {
        return used;
    }

    /** {@return the remaining part} */
    public @Nullable Double remaining() {
        return remaining;
    }

    @Override
    public String toString() {
        return "Quota[total=" + total + ", used=" + used + ", remaining=" + remaining + "]";
    }
}
