package io.github.reactorchutes.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A cap of a subscription: what its calls may cost within a time, in US dollars of the usual prices.
 *
 * @since 0.1.0
 */
public final class UsageCap {

    private final @Nullable Double used;

    private final @Nullable Double cap;

    private final @Nullable Instant resetsAt;

    UsageCap(@Nullable Double used, @Nullable Double cap, @Nullable Instant resetsAt) {
        this.used = used;
        this.cap = cap;
        this.resetsAt = resetsAt;
    }

    /**
     * Return what was used.
     *
     * @return US dollars, or {@code null} if absent
     */
    public @Nullable Double used() {
        return used;
    }

    /**
     * Return the cap.
     *
     * @return US dollars, infinite without a cap, or {@code null} if absent
     */
    public @Nullable Double cap() {
        return cap;
    }

    /**
     * Return when the cap resets.
     *
     * @return the time, or {@code null} if absent
     */
    public @Nullable Instant resetsAt() {
        return resetsAt;
    }

    /** {@return whether the cap is reached, as far as known} */
    public boolean isExhausted() {
        return used != null && cap != null && used >= cap;
    }

    @Override
    public String toString() {
        return "UsageCap[used=" + used + ", cap=" + cap + ", resetsAt=" + resetsAt + "]";
    }
}
