package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.LimitsProperties;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Checks the settings of shared limits. */
final class LimitsSettings {

    private LimitsSettings() {}

    /** Return what shares the limits, or {@code null} if each process has its own. */
    static @Nullable SharedAccounts check(
            ClientSettings root, LimitsProperties limits, ObjectProvider<SharedAccounts> accounts) {
        Duration lease = limits.getLeaseTime();
        root.require(
                "limits.lease-time",
                lease.compareTo(Duration.ofSeconds(1)) >= 0 && lease.compareTo(Duration.ofHours(1)) <= 0,
                "at least 1 second and at most 1 hour",
                lease);
        Integer replicas = limits.getReplicas();
        if (replicas != null) {
            root.atLeast("limits.replicas", replicas, 1);
        }
        if (!limits.isShared()) {
            return null;
        }
        requireReplicas(root, limits);
        SharedAccounts found = accounts.getIfAvailable();
        if (found == null) {
            throw root.problem(
                    "chutes.limits.shared is true, but the module that shares limits is not on the class path.",
                    "Add io.github.reactorchutes:reactor-chutes-jobs, or remove chutes.limits.shared.",
                    null,
                    "limits.shared");
        }
        return found;
    }

    private static void requireReplicas(ClientSettings root, LimitsProperties limits) {
        if (limits.getWhenAway() == LimitsProperties.WhenAway.SHARE && limits.getReplicas() == null) {
            throw root.problem(
                    "chutes.limits.when-away is share, but chutes.limits.replicas is not set, so no process knows its"
                            + " share.",
                    "Set chutes.limits.replicas to the number of processes, or chutes.limits.when-away to fail.",
                    null,
                    "limits.when-away");
        }
    }
}
