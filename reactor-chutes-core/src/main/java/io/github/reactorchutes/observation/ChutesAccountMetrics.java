package io.github.reactorchutes.observation;

import io.github.reactorchutes.account.AccountState;
import io.github.reactorchutes.account.SubscriptionUsage;
import io.github.reactorchutes.account.UsageCap;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Binds gauges of an account: balance, quota, the caps of the subscription, and when they reset. A value that is not known
 * is {@code NaN}.
 *
 * @since 0.1.0
 */
public final class ChutesAccountMetrics implements MeterBinder {

    private final Supplier<@Nullable AccountState> account;

    private final Tags tags;

    /**
     * Create the binder of an account.
     *
     * @param account the latest known state, or {@code null}; called by each reading of a gauge, so it must not block or
     *     query the platform
     * @param tags the tags that distinguish the account from others in the same registry
     */
    public ChutesAccountMetrics(Supplier<@Nullable AccountState> account, Iterable<Tag> tags) {
        this.account = account;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bind(ChutesMeterDocumentation.ACCOUNT_BALANCE, Tags.empty(), AccountState::balance, registry);
        bindQuota("total", Quota::total, registry);
        bindQuota("used", Quota::used, registry);
        bindCap("four_hours", SubscriptionUsage::fourHours, registry);
        bindCap("month", SubscriptionUsage::month, registry);
    }

    private void bindQuota(String what, Function<Quota, @Nullable Double> value, MeterRegistry registry) {
        Tags quota = Tags.of(Keys.QUOTA.asString(), what);
        bind(
                ChutesMeterDocumentation.ACCOUNT_QUOTA,
                quota,
                state -> state.quota() == null ? null : value.apply(state.quota()),
                registry);
    }

    private void bindCap(String name, Function<SubscriptionUsage, @Nullable UsageCap> cap, MeterRegistry registry) {
        Tags time = Tags.of(Keys.CAP.asString(), name);
        Tags total = time.and(Keys.QUOTA.asString(), "total");
        Tags used = time.and(Keys.QUOTA.asString(), "used");
        bind(ChutesMeterDocumentation.ACCOUNT_CAP, total, state -> of(state, cap, UsageCap::cap), registry);
        bind(ChutesMeterDocumentation.ACCOUNT_CAP, used, state -> of(state, cap, UsageCap::used), registry);
        bind(
                ChutesMeterDocumentation.ACCOUNT_RESET,
                time,
                state -> of(state, cap, ChutesAccountMetrics::secondsToReset),
                registry);
    }

    private static @Nullable Double of(
            AccountState state,
            Function<SubscriptionUsage, @Nullable UsageCap> cap,
            Function<UsageCap, @Nullable Double> value) {
        UsageCap known = state.subscription() == null ? null : cap.apply(state.subscription());
        return known == null ? null : value.apply(known);
    }

    private static @Nullable Double secondsToReset(UsageCap cap) {
        Instant reset = cap.resetsAt();
        return reset == null
                ? null
                : (double) Math.max(0, Duration.between(Instant.now(), reset).toSeconds());
    }

    private void bind(
            ChutesMeterDocumentation meter,
            Tags own,
            Function<AccountState, @Nullable Double> value,
            MeterRegistry registry) {
        Gauge.builder(meter.getName(), account, known -> read(known.get(), value))
                .description(meter.description())
                .baseUnit(meter.getBaseUnit())
                .tags(tags.and(own))
                .strongReference(true)
                .register(registry);
    }

    private static double read(@Nullable AccountState state, Function<AccountState, @Nullable Double> value) {
        Double known = state == null ? null : value.apply(state);
        return known == null ? Double.NaN : known;
    }
}
