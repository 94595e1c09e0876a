package io.github.reactorchutes.spring.actuate;

import io.github.reactorchutes.account.AccountState;
import io.github.reactorchutes.account.SubscriptionUsage;
import io.github.reactorchutes.account.UsageCap;
import io.github.reactorchutes.spring.properties.HealthProperties.Trouble;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What health knows of an account. */
record KnownAccount(boolean watched, @Nullable AccountState state) {

    static final KnownAccount NOT_WATCHED = new KnownAccount(false, null);

    static final KnownAccount UNKNOWN = new KnownAccount(true, null);

    KnownAccount(AccountState state) {
        this(true, state);
    }

    /** Correct the trouble that the last call indicates: the account may have been charged, or a cap may have reset. */
    Set<Trouble> decide(Set<Trouble> troubles) {
        if (state != null && state.isExhausted()) {
            troubles.add(Trouble.QUOTA_EXCEEDED);
        } else if (state != null && state.balance() != null) {
            troubles.remove(Trouble.QUOTA_EXCEEDED);
        }
        return troubles;
    }

    /** Return plain values that every JSON mapper can write. */
    Optional<Object> details() {
        if (!watched) {
            return Optional.empty();
        }
        return Optional.of(state == null ? "unknown" : describe(state));
    }

    private static Map<String, Object> describe(AccountState state) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("exhausted", state.isExhausted());
        StatusDetails.putIfKnown(details, "balance", state.balance());
        StatusDetails.putIfKnown(details, "quota", StatusDetails.quota(state.quota()));
        SubscriptionUsage subscription = state.subscription();
        if (subscription != null && subscription.isActive()) {
            StatusDetails.putIfKnown(details, "fourHours", cap(subscription.fourHours()));
            StatusDetails.putIfKnown(details, "month", cap(subscription.month()));
        }
        StatusDetails.putIfKnown(details, "resetsAt", state.resetsAt());
        return details;
    }

    private static @Nullable Map<String, Object> cap(@Nullable UsageCap cap) {
        if (cap == null) {
            return null;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("total", StatusDetails.number(cap.cap()));
        details.put("used", StatusDetails.number(cap.used()));
        StatusDetails.putIfKnown(details, "resetsAt", cap.resetsAt());
        return details;
    }
}
