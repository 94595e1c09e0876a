package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.account.AccountState;
import io.github.reactorchutes.account.PriceOverride;
import io.github.reactorchutes.account.SubscriptionUsage;
import io.github.reactorchutes.account.UsageCap;
import io.github.reactorchutes.exchange.Quota;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An account for people and for scripts. It has no addresses and no keys.
 *
 * @param state what matters for the next call
 * @param discounts fractions by the id of a chute
 * @param prices agreed prices
 */
record AccountReport(AccountState state, Map<String, Double> discounts, List<PriceOverride> prices) {

    String toTable() {
        StringBuilder table = new StringBuilder();
        row(table, "balance", state.balance() == null ? "unknown" : usd(state.balance()));
        row(table, "calls today", quota(state.quota()));
        SubscriptionUsage subscription = state.subscription();
        row(table, "subscription", subscription(subscription));
        if (subscription != null && subscription.isActive()) {
            row(table, "4 hours", cap(subscription.fourHours()));
            row(table, "month", cap(subscription.month()));
        }
        row(table, "can pay", state.isExhausted() ? "no" + until(state) : "yes, as far as known");
        new TreeMap<>(discounts).forEach((chute, share) -> row(table, "discount", percent(share) + " for " + chute));
        prices.forEach(price -> row(table, "prices", price.chuteId() + " " + new TreeMap<>(price.prices())));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "%-12s  %s%n", name, Columns.harmless(value)));
    }

    private static String until(AccountState state) {
        return state.resetsAt() == null ? "" : " until " + state.resetsAt();
    }

    private static String usd(double value) {
        return String.format(Locale.ROOT, "%s$%,.2f", value < 0 ? "-" : "", Math.abs(value));
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    private static String quota(@Nullable Quota quota) {
        if (quota == null || quota.total() == null) {
            return "unknown";
        }
        return quota.total().isInfinite()
                ? "unlimited"
                : number(quota.used()) + " of " + number(quota.total()) + " without cost";
    }

    private static String subscription(@Nullable SubscriptionUsage subscription) {
        if (subscription == null) {
            return "unknown";
        }
        if (!subscription.isActive()) {
            return "none";
        }
        return subscription.monthlyPrice() == null ? "active" : usd(subscription.monthlyPrice()) + " a month";
    }

    private static String cap(@Nullable UsageCap cap) {
        if (cap == null || cap.cap() == null) {
            return "unknown";
        }
        if (cap.cap().isInfinite()) {
            return "no cap";
        }
        String used = cap.used() == null ? "?" : usd(cap.used());
        return used + " of " + usd(cap.cap()) + (cap.resetsAt() == null ? "" : ", resets " + cap.resetsAt());
    }

    private static String number(@Nullable Double value) {
        return value == null ? "?" : String.format(Locale.ROOT, "%,.0f", value);
    }

    String toJson() {
        Map<String, @Nullable Object> report = new LinkedHashMap<>();
        report.put("balance", state.balance());
        Quota quota = state.quota();
        report.put(
                "quota",
                quota == null
                        ? null
                        : values("total", quota.total(), "used", quota.used(), "remaining", quota.remaining()));
        SubscriptionUsage subscription = state.subscription();
        report.put("subscription", subscription == null ? null : map(subscription));
        report.put("exhausted", state.isExhausted());
        report.put("resetsAt", text(state.resetsAt()));
        report.put("discounts", discounts);
        report.put("prices", pricesByChute());
        return JsonLine.of(report);
    }

    private Map<String, Object> pricesByChute() {
        Map<String, Object> byChute = new LinkedHashMap<>();
        prices.forEach(price -> byChute.put(price.chuteId(), price.prices()));
        return byChute;
    }

    private static Map<String, @Nullable Object> map(SubscriptionUsage subscription) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("active", subscription.isActive());
        map.put("monthlyPrice", subscription.monthlyPrice());
        map.put("fourHours", map(subscription.fourHours()));
        map.put("month", map(subscription.month()));
        return map;
    }

    private static @Nullable Map<String, @Nullable Object> map(@Nullable UsageCap cap) {
        return cap == null ? null : values("used", cap.used(), "cap", cap.cap(), "resetsAt", text(cap.resetsAt()));
    }

    private static Map<String, @Nullable Object> values(
            String one,
            @Nullable Object first,
            String two,
            @Nullable Object second,
            String three,
            @Nullable Object third) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(one, finite(first));
        map.put(two, finite(second));
        map.put(three, finite(third));
        return map;
    }

    /** JSON has no infinity. */
    private static @Nullable Object finite(@Nullable Object value) {
        return value instanceof Double number && number.isInfinite() ? "unlimited" : value;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
