package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The rate limit of attempts.
 *
 * @since 0.1.0
 */
public final class RateLimitProperties {

    /** Whether to limit the rate of attempts. */
    private boolean enabled = true;

    /** Maximum number of requests in each period, over all endpoints. */
    private int maxRequests = 60;

    /** Length of a period. */
    private Duration period = Duration.ofMinutes(1);

    /** Maximum time a call waits for the rate limiter. */
    private Duration maxWait = Duration.ofMinutes(10);

    /** Whether to adopt the requests per minute that the platform states, if the period is one minute. */
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
