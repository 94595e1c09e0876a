package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.limits.LimitsStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Meters of the shared limits, one of each for every account. Reading them asks no database. */
final class LimitsMeters implements MeterBinder {

    private final Supplier<List<LimitsStatus>> limits;

    LimitsMeters(Supplier<List<LimitsStatus>> limits) {
        this.limits = limits;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        limits.get().forEach(status -> bind(status.account(), registry));
    }

    private void bind(String account, MeterRegistry registry) {
        gauge(
                registry,
                account,
                "connected",
                "1 if the database of the shared limits answers.",
                status -> status.isConnected() ? 1 : 0);
        gauge(registry, account, "leases.held", "Leases of calls that this process holds.", LimitsStatus::heldLeases);
        gauge(
                registry,
                account,
                "leases.account",
                "Leases of calls of all processes, when this one asked last.",
                LimitsStatus::accountLeases);
        gauge(registry, account, "leases.max", "Maximum number of leases of all processes.", LimitsStatus::maxCalls);
        gauge(registry, account, "ban", "Seconds until the pause after a 429 of the edge ends.", LimitsMeters::ban);
        counter(registry, account, "renewals.missed", "Renewals of leases that failed.", LimitsStatus::missedRenewals);
        counter(
                registry,
                account,
                "leases.expired",
                "Leases that expired while their calls were in flight.",
                LimitsStatus::expiredLeases);
        counter(registry, account, "failures", "Failed transactions.", LimitsStatus::failures);
    }

    private static double ban(LimitsStatus status) {
        Instant until = status.bannedUntil();
        return until == null
                ? 0
                : Math.max(0, Duration.between(Instant.now(), until).toSeconds());
    }

    private void gauge(
            MeterRegistry registry,
            String account,
            String name,
            String description,
            ToDoubleFunction<LimitsStatus> value) {
        Gauge.builder("chutes.limits." + name, () -> read(account, value))
                .description(description)
                .tag("chutes.account", account)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String account,
            String name,
            String description,
            ToDoubleFunction<LimitsStatus> value) {
        FunctionCounter.builder("chutes.limits." + name, this, meters -> meters.read(account, value))
                .description(description)
                .tag("chutes.account", account)
                .register(registry);
    }

    private double read(String account, ToDoubleFunction<LimitsStatus> value) {
        return limits.get().stream()
                .filter(status -> status.account().equals(account))
                .mapToDouble(value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
