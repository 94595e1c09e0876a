package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * Retries after one kind of failure.
 *
 * @since 0.1.0
 */
public final class BackoffProperties {

    /** Maximum number of retries. Zero disables them. */
    private int maxRetries = 0;

    /** Wait before the first retry. */
    private Duration minBackoff = Duration.ofSeconds(1);

    /** Maximum wait between retries. */
    private Duration maxBackoff = Duration.ofMinutes(1);

    public int getMaxRetries() {
        return maxRetries;
    }

    public void setMaxRetries(int maxRetries) {
        this.maxRetries = maxRetries;
    }

    public Duration getMinBackoff() {
        return minBackoff;
    }

    public void setMinBackoff(Duration minBackoff) {
        this.minBackoff = minBackoff;
    }

    public Duration getMaxBackoff() {
        return maxBackoff;
    }

    public void setMaxBackoff(Duration maxBackoff) {
        this.maxBackoff = maxBackoff;
    }

    static BackoffProperties of(int maxRetries, Duration minBackoff, Duration maxBackoff) {
        BackoffProperties backoff = new BackoffProperties();
        backoff.maxRetries = maxRetries;
        backoff.minBackoff = minBackoff;
        backoff.maxBackoff = maxBackoff;
        return backoff;
    }
}
