package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * What is known of a client's account.
 *
 * @since 0.1.0
 */
public final class AccountProperties {

    /** Whether to query balance, quota and caps of the account, for health and gauges. The queries are free. */
    private boolean enabled;

    /** Time for which the response to the queries is cached. */
    private Duration interval = Duration.ofMinutes(1);

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getInterval() {
        return interval;
    }

    public void setInterval(Duration interval) {
        this.interval = interval;
    }
}
