package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.limits.LimitsStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Reports the shared limits as the process knows them. Unknown while the database is away: Boot reports that database
 * itself, and with its share a process still makes calls.
 */
final class LimitsHealth extends AbstractHealthIndicator {

    private final Supplier<List<LimitsStatus>> limits;

    LimitsHealth(Supplier<List<LimitsStatus>> limits) {
        super("Health check of the shared limits failed");
        this.limits = limits;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        List<LimitsStatus> all = limits.get();
        boolean areConnected = !all.isEmpty() && all.stream().allMatch(LimitsStatus::isConnected);
        if (areConnected) {
            builder.up();
        } else {
            builder.unknown();
        }
        all.forEach(one -> builder.withDetail(one.account(), details(one)));
    }

    private static Map<String, Object> details(LimitsStatus limits) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("database", limits.isConnected() ? "connected" : "away");
        details.put("whenAway", limits.whenAway());
        details.put("maxCalls", limits.maxCalls());
        details.put("heldLeases", limits.heldLeases());
        details.put("accountLeases", limits.accountLeases());
        details.put("missedRenewals", limits.missedRenewals());
        details.put("expiredLeases", limits.expiredLeases());
        Instant banned = limits.bannedUntil();
        if (banned != null) {
            details.put("bannedUntil", banned);
        }
        return details;
    }
}
