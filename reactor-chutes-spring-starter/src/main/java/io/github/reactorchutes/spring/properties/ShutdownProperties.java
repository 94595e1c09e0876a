package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The end of the application.
 *
 * @since 0.1.0
 */
public final class ShutdownProperties {

    /** Longest time that calls under way may take to end by themselves. */
    private Duration timeout = Duration.ofSeconds(20);

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
