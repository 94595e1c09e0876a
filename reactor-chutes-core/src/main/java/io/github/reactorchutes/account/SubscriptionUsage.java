package io.github.reactorchutes.account;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription and its caps.
 *
 * @since 0.1.0
 */
public final class SubscriptionUsage {

    private final boolean active;

    private final @Nullable Double monthlyPrice;

    private final @Nullable UsageCap fourHours;

    private final @Nullable UsageCap month;

    SubscriptionUsage(
            boolean active, @Nullable Double monthlyPrice, @Nullable UsageCap fourHours, @Nullable UsageCap month) {
        this.active = active;
        this.monthlyPrice = monthlyPrice;
        this.fourHours = fourHours;
        this.month = month;
    }

    /** {@return whether the account has a subscription} */
    public boolean isActive() {
        return active;
    }

    /**
     * Return the price of a month.
     *
     * @return US dollars, or {@code null} if absent
     */
    public @Nullable Double monthlyPrice() {
        return monthlyPrice;
    }

    /**
     * Return the cap of the current four hours.
     *
     * @return the cap, or {@code null} if absent
     */
    public @Nullable UsageCap fourHours() {
        return fourHours;
    }

    /**
     * Return the cap of the current month.
     *
     * @return the cap, or {@code null} if absent
     */
    public @Nullable UsageCap month() {
        return month;
    }

    /** {@return whether one of the caps is reached} */
    public boolean isExhausted() {
        return exhausted().findAny().isPresent();
    }

    /**
     * Return when the subscription pays for calls again: when the last of the reached caps resets.
     *
     * @return the time, or {@code null} if no cap is reached or one does not state it
     */
    public @Nullable Instant resetsAt() {
        return exhausted().allMatch(cap -> cap.resetsAt() != null)
                ? exhausted()
                        .map(UsageCap::resetsAt)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null)
                : null;
    }

    private Stream<UsageCap> exhausted() {
        return Stream.of(fourHours, month).flatMap(Stream::ofNullable).filter(UsageCap::isExhausted);
    }

    @Override
    public String toString() {
        return "SubscriptionUsage[active=" + active + ", fourHours=" + fourHours + ", month=" + month + "]";
    }
}
