package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The calls under way at the same time.
 *
 * @since 0.1.0
 */
public final class ConcurrencyProperties {

    /** Whether to limit the calls under way. */
    private boolean enabled = true;

    /** Calls under way at the same time. Not more than the connections of the pool. */
    private int maxCalls = 100;

    /** Calls that may wait for their turn. They wait without a thread. */
    private int maxWaitingCalls = 1000;

    /** Longest wait of a call for its turn. */
    private Duration maxWait = Duration.ofMinutes(10);

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public int getMaxCalls() {
        return maxCalls;
    }

    public void setMaxCalls(int maxCalls) {
        this.maxCalls = maxCalls;
    }

    public int getMaxWaitingCalls() {
        return maxWaitingCalls;
    }

    public void setMaxWaitingCalls(int maxWaitingCalls) {
        this.maxWaitingCalls = maxWaitingCalls;
    }

    public Duration getMaxWait() {
        return maxWait;
    }

    public void setMaxWait(Duration maxWait) {
        this.maxWait = maxWait;
    }
}
