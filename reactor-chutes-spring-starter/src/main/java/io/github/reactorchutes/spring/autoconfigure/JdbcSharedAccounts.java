package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.limits.JdbcAccountLimits;
import io.github.reactorchutes.limits.LimitsStatus;
import io.github.reactorchutes.limits.WhenAway;
import io.github.reactorchutes.resilience.AccountLimits;
import io.github.reactorchutes.spring.properties.LimitsProperties;
import io.github.reactorchutes.spring.properties.RateLimitProperties;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The limits of accounts in the application's database. Closed after the clients, which are created from them. */
final class JdbcSharedAccounts implements SharedAccounts, AutoCloseable {

    private final DataSource dataSource;

    private final LimitsProperties properties;

    private final Map<String, JdbcAccountLimits> current = new LinkedHashMap<>();

    /** Also those that a refresh has replaced, whose calls may be in flight. */
    private final List<JdbcAccountLimits> created = new ArrayList<>();

    JdbcSharedAccounts(DataSource dataSource, LimitsProperties properties) {
        this.dataSource = dataSource;
        this.properties = properties;
    }

    @Override
    public synchronized AccountLimits of(
            String account, @Nullable Integer maxCalls, @Nullable RateLimitProperties pace) {
        JdbcAccountLimits limits = build(account, maxCalls, pace);
        created.add(limits);
        current.put(account, limits);
        return limits;
    }

    private JdbcAccountLimits build(String account, @Nullable Integer maxCalls, @Nullable RateLimitProperties pace) {
        try {
            JdbcAccountLimits.Builder builder = JdbcAccountLimits.builder(dataSource, account)
                    .leaseTime(properties.getLeaseTime())
                    .createTables(properties.isCreateTables());
            if (maxCalls != null) {
                builder.maxCalls(maxCalls);
            }
            if (pace != null) {
                builder.maxRequests(pace.getMaxRequests(), pace.getPeriod()).followServer(pace.isFollowServer());
            }
            return builder.whenAway(whenAway(), replicas()).build();
        } catch (IllegalArgumentException invalid) {
            throw new ConfigurationProblem(
                    "The limits of the Chutes account \"" + account + "\" cannot be shared: " + invalid.getMessage()
                            + ".",
                    "Correct the settings under chutes.limits, chutes.concurrency or chutes.rate-limit, or the DataSource.",
                    "",
                    invalid);
        }
    }

    private WhenAway whenAway() {
        LimitsProperties.WhenAway chosen = properties.getWhenAway();
        boolean shares = chosen == null ? properties.getReplicas() != null : chosen == LimitsProperties.WhenAway.SHARE;
        return shares ? WhenAway.SHARE : WhenAway.FAIL;
    }

    private int replicas() {
        Integer replicas = properties.getReplicas();
        return replicas == null ? 1 : replicas;
    }

    /** Return the state of each account. */
    synchronized List<LimitsStatus> statuses() {
        return current.values().stream().map(JdbcAccountLimits::status).toList();
    }

    @Override
    public synchronized void close() {
        created.forEach(JdbcAccountLimits::close);
    }
}
