package io.github.reactorchutes.limits;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A snapshot of the state. */
record Status(
        String account,
        boolean isConnected,
        WhenAway whenAway,
        int maxCalls,
        int heldLeases,
        int accountLeases,
        long bannedUntilMicros,
        long nowMicros,
        int stated,
        long missedRenewals,
        long expiredLeases,
        long failures)
        implements LimitsStatus {

    @Override
    public @Nullable Instant bannedUntil() {
        return bannedUntilMicros > nowMicros ? Instant.EPOCH.plus(bannedUntilMicros, ChronoUnit.MICROS) : null;
    }

    @Override
    public @Nullable Integer statedPerMinute() {
        return stated > 0 ? stated : null;
    }
}
