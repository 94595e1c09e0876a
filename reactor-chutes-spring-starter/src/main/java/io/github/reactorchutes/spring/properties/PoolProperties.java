package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The connection pool.
 *
 * @since 0.1.0
 */
public final class PoolProperties {

    /**
     * Maximum number of connections to each host and port, which limits concurrent calls. The same number of callers
     * may wait for one.
     */
    private int maxConnections = 500;

    /** Maximum wait for a connection when the pool is full. */
    private Duration acquireTimeout = Duration.ofSeconds(45);

    /** Maximum time an unused connection is kept. Zero for a new connection for each call. */
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
