package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The pace of the attempts.
 *
 * @since 0.1.0
 */
public final class RateLimitProperties {

    /** Whether to pace the attempts. */
    private boolean enabled = true;

    /** Requests in each period, over all endpoints. */
    private int maxRequests = 60;

    /** Length of a period. */
    private Duration period = Duration.ofMinutes(1);

    /** Longest wait of a call for its turn. */
    private Duration maxWait = Duration.ofMinutes(10);

    /** Whether to take over the requests per minute that the platform states, if the period is one minute. */
    private boolean followServer = true;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public int getMaxRequests() {
        return maxRequests;
    }

    public void setMaxRequests(int maxRequests) {
        this.maxRequests = maxRequests;
    }

    public Duration getPeriod() {
        return period;
    }

    public void setPeriod(Duration period) {
        this.period = period;
    }

    public Duration getMaxWait() {
        return maxWait;
    }

    public void setMaxWait(Duration maxWait) {
        this.maxWait = maxWait;
    }

    public boolean isFollowServer() {
        return followServer;
    }

    public void setFollowServer(boolean followServer) {
        this.followServer = followServer;
    }
}
