package io.github.reactorchutes.spring.properties;

import java.time.Duration;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The retries of a client.
 *
 * @since 0.1.0
 */
public final class RetryProperties {

    /** Whether to retry calls that certainly did not start. */
    private boolean enabled = true;

    /** Retries without a connection, an address or a TLS session. */
    @NestedConfigurationProperty
    private final BackoffProperties notReached =
            BackoffProperties.of(3, Duration.ofMillis(500), Duration.ofSeconds(10));

    /** Retries after a rejection by the platform at capacity (429). */
    @NestedConfigurationProperty
    private final BackoffProperties capacity = BackoffProperties.of(3, Duration.ofSeconds(10), Duration.ofMinutes(2));

    /** Retries while no instance is running (503). */
    @NestedConfigurationProperty
    private final BackoffProperties coldStart = BackoffProperties.of(60, Duration.ofSeconds(5), Duration.ofSeconds(30));

    /** Retries of the start of an operation with an idempotency key whose outcome is unknown. It is billed once. */
    @NestedConfigurationProperty
    private final BackoffProperties keyedStart = BackoffProperties.of(5, Duration.ofSeconds(1), Duration.ofSeconds(30));

    /**
     * Retries after timeouts and failures that may have generated and billed the video. Each retry can be billed again.
     */
    @NestedConfigurationProperty
    private final BackoffProperties unknownOutcome = new BackoffProperties();

    /** Maximum time from the first attempt to the start of the last. */
    private Duration maxElapsed = Duration.ofMinutes(15);

    /** Maximum Retry-After to wait for. A longer one fails the call immediately. */
    private Duration maxRetryAfter = Duration.ofMinutes(5);

    /**
     * Whether to wait for a cold chute by the events of its warm-up, after the first 503, instead of calling it again and
     * again.
     */
    private boolean watchWarmUp = false;

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

    public BackoffProperties getKeyedStart() {
        return keyedStart;
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

    public boolean isWatchWarmUp() {
        return watchWarmUp;
    }

    public void setWatchWarmUp(boolean watchWarmUp) {
        this.watchWarmUp = watchWarmUp;
    }
}
