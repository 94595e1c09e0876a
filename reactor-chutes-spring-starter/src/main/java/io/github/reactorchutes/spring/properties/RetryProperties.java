package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * What is sent again.
 *
 * @since 0.1.0
 */
public final class RetryProperties {

    /** Whether to send again what certainly was not begun. */
    private boolean enabled = true;

    /** No connection, no address or no TLS session. */
    @NestedConfigurationProperty
    private final BackoffProperties notReached =
            BackoffProperties.of(3, Duration.ofMillis(500), Duration.ofSeconds(10));

    /** Rejected by a busy platform (429). */
    @NestedConfigurationProperty
    private final BackoffProperties capacity = BackoffProperties.of(3, Duration.ofSeconds(10), Duration.ofMinutes(2));

    /** No instance is up yet (503). */
    @NestedConfigurationProperty
    private final BackoffProperties coldStart = BackoffProperties.of(60, Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** Time-outs and failures after which the video may have been generated and billed: each retry can pay a second time. */
    @NestedConfigurationProperty
    private final BackoffProperties unknownOutcome = new BackoffProperties();

    /** Longest time from the first attempt to the beginning of the last. */
    private Duration maxElapsed = Duration.ofMinutes(15);

    /** Longest Retry-After that is waited for. A longer one fails the call at once. */
    private Duration maxRetryAfter = Duration.ofMinutes(5);

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public BackoffProperties getNotReached() {
        return notReached;
    }

    public BackoffProperties getCapacity() {
        return capacity;
    }

    public BackoffProperties getColdStart() {
        return coldStart;
    }

    public BackoffProperties getUnknownOutcome() {
        return unknownOutcome;
    }

    public Duration getMaxElapsed() {
        return maxElapsed;
    }

    public void setMaxElapsed(Duration maxElapsed) {
        this.maxElapsed = maxElapsed;
    }

    public Duration getMaxRetryAfter() {
        return maxRetryAfter;
    }

    public void setMaxRetryAfter(Duration maxRetryAfter) {
        this.maxRetryAfter = maxRetryAfter;
    }
}
