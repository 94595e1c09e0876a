package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The limits of an account that several processes share.
 *
 * @since 0.1.0
 */
public final class LimitsProperties {

    /**
     * What holds while the database is away.
     *
     * @since 0.1.0
     */
    public enum WhenAway {
        /** Calls are rejected. */
        FAIL,
        /** Each process uses its share: the limits divided by the replicas. */
        SHARE
    }

    /**
     * Whether all processes with the same account share its limits, in the database of the application's DataSource.
     * Requires the module reactor-chutes-jobs.
     */
    private boolean shared;

    /** Name of the account in the database. Derived from a digest of the token unless set. */
    private @Nullable String account;

    /** What holds while the database is away. With replicas, each process uses its share; otherwise, calls are rejected. */
    private @Nullable WhenAway whenAway;

    /** Number of processes that share the account, from which each derives its share. */
    private @Nullable Integer replicas;

    /** Time after which the leases of a dead process are free. Leases are renewed four times within it. */
    private Duration leaseTime = Duration.ofSeconds(60);

    /** Whether to create and upgrade the tables. */
    private boolean createTables = true;

    public boolean isShared() {
        return shared;
    }

    public void setShared(boolean shared) {
        this.shared = shared;
    }

    public @Nullable String getAccount() {
        return account;
    }

    public void setAccount(@Nullable String account) {
        this.account = account;
    }

    public @Nullable WhenAway getWhenAway() {
        return whenAway;
    }

    public void setWhenAway(@Nullable WhenAway whenAway) {
        this.whenAway = whenAway;
    }

    public @Nullable Integer getReplicas() {
        return replicas;
    }

    public void setReplicas(@Nullable Integer replicas) {
        this.replicas = replicas;
    }

    public Duration getLeaseTime() {
        return leaseTime;
    }

    public void setLeaseTime(Duration leaseTime) {
        this.leaseTime = leaseTime;
    }

    public boolean isCreateTables() {
        return createTables;
    }

    public void setCreateTables(boolean createTables) {
        this.createTables = createTables;
    }
}
