package io.github.reactorchutes.spring.actuate;

import io.github.reactorchutes.ConnectionStats;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.spring.CallFailure;
import io.github.reactorchutes.spring.ClientStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client's status as plain values that every JSON mapper can write. */
final class StatusDetails {

    private StatusDetails() {}

    static Map<String, Object> forHealth(ClientStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("callsUnderWay", status.callsUnderWay());
        details.put("waiting", status.waitingForPermit() + status.waitingForRate());
        details.put("circuitBreakers", status.circuitBreakers());
        if (!status.sharesLimitsWith().isEmpty()) {
            details.put("sharesLimitsWith", status.sharesLimitsWith());
        }
        putIfKnown(details, "lastSuccess", status.lastSuccess());
        putIfKnown(details, "lastFailure", failure(status.lastFailure()));
        return details;
    }

    static Map<String, Object> forEndpoint(ClientStatus status) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("endpoints", status.endpoints());
        details.put("connections", connections(status.connections()));
        putIfKnown(details, "availablePermits", status.availablePermits());
        details.put("waitingForPermit", status.waitingForPermit());
        details.put("waitingForRate", status.waitingForRate());
        details.putAll(forHealth(status));
        details.remove("waiting");
        putIfKnown(details, "quota", quota(status.quota()));
        return details;
    }

    private static Map<String, Object> connections(ConnectionStats stats) {
        return Map.of("active", stats.active(), "idle", stats.idle(), "pending", stats.pending());
    }

    /** Describe the failure without messages, because those of other libraries may contain secrets. */
    private static @Nullable Map<String, Object> failure(@Nullable CallFailure failure) {
        if (failure == null) {
            return null;
        }
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("time", failure.time());
        details.put("error", failure.error().getClass().getSimpleName());
        if (failure.error() instanceof ChutesException error) {
            details.put("endpoint", error.endpoint().name());
            details.put("phase", error.phase());
        }
        if (failure.error() instanceof ChutesResponseException answer) {
            details.put("status", answer.status());
            details.put("reason", answer.reason());
            putIfKnown(details, "quotaResetsAt", answer.quotaResetsAt());
        }
        return details;
    }

    /** A quota may be infinite, which JSON cannot express as a number. */
    static @Nullable Map<String, Object> quota(@Nullable Quota quota) {
        return quota == null
                ? null
                : Map.of(
                        "total", number(quota.total()),
                        "used", number(quota.used()),
                        "remaining", number(quota.remaining()));
    }

    static Object number(@Nullable Double value) {
        if (value == null) {
            return "unknown";
        }
        return value.isInfinite() ? "unlimited" : value;
    }

    static void putIfKnown(Map<String, Object> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value);
        }
    }
}
