package io.github.reactorchutes.account;

import io.github.reactorchutes.exchange.Quota;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What matters for the next call. A part that could not be read is {@code null}.
 *
 * @since 0.1.0
 */
public final class AccountState {

    private final @Nullable AccountProfile profile;

    private final @Nullable Quota quota;

    private final @Nullable SubscriptionUsage subscription;

    AccountState(@Nullable AccountProfile profile, @Nullable Quota quota, @Nullable SubscriptionUsage subscription) {
        this.profile = profile;
        this.quota = quota;
        this.subscription = subscription;
    }

    /** {@return the user} */
    public @Nullable AccountProfile profile() {
        return profile;
    }

    /** {@return the balance in US dollars} */
    public @Nullable Double balance() {
        return profile == null ? null : profile.balance();
    }

    /** {@return the calls of the day for {@linkplain Account#ANY_CHUTE any chute}; infinite without a limit} */
    public @Nullable Quota quota() {
        return quota;
    }

    /** {@return the subscription} */
    public @Nullable SubscriptionUsage subscription() {
        return subscription;
    }

    /**
     * Return whether the platform would refuse a paid call with 402: nothing of the balance is left, and the subscription's
     * caps, or without a subscription the quota of the day, are used up. An absent part counts as not used up.
     *
     * @return whether the account cannot pay, as far as known
     */
    public boolean isExhausted() {
        Double balance = balance();
        return balance != null && balance <= 0 && (hasSubscription() ? capReached() : quotaUsedUp());
    }

    /**
     * Return when an exhausted account can pay again: when the last of the reached caps resets. The platform does not state
     * when the quota of a day resets.
     *
     * @return the time, or {@code null} if the account can pay, or the time is unknown
     */
    public @Nullable Instant resetsAt() {
        return isExhausted() && subscription != null ? subscription.resetsAt() : null;
    }

    private boolean hasSubscription() {
        return subscription != null && subscription.isActive();
    }

    private boolean capReached() {
        return subscription != null && subscription.isExhausted();
    }

    /** Without having read the subscription, the quota does not decide: subscribers have another one. */
    private boolean quotaUsedUp() {
        Double remaining = quota == null ? null : quota.remaining();
        return subscription != null && remaining != null && remaining <= 0;
    }

    @Override
    public String toString() {
        return "AccountState[balance=" + balance() + ", quota=" + quota + ", subscription=" + subscription + "]";
    }
}
