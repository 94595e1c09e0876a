package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The connection pool.
 *
 * @since 0.1.0
 */
public final class PoolProperties {

    /** Connections to each host and port, and so the calls at the same time. As many callers again may wait for one. */
    private int maxConnections = 500;

    /** Longest wait for a connection of a full pool. */
    private Duration acquireTimeout = Duration.ofSeconds(45);

    /** How long a connection is kept that no call uses. Zero for a fresh connection for each call. */
    private Duration maxIdleTime = Duration.ofSeconds(4);

    public int getMaxConnections() {
        return maxConnections;
    }

    public void setMaxConnections(int maxConnections) {
        this.maxConnections = maxConnections;
    }

    public Duration getMaxIdleTime() {
        return maxIdleTime;
    }

    public void setMaxIdleTime(Duration maxIdleTime) {
        this.maxIdleTime = maxIdleTime;
    }

    public Duration getAcquireTimeout() {
        return acquireTimeout;
    }

    public void setAcquireTimeout(Duration acquireTimeout) {
        this.acquireTimeout = acquireTimeout;
    }
}
