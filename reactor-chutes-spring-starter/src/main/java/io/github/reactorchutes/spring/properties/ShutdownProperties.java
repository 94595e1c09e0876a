package io.github.reactorchutes.spring.properties;

import java.time.Duration;

/**
 * The shutdown of the application.
 *
 * @since 0.1.0
 */
public final class ShutdownProperties {

    /** Maximum time to wait for calls under way to complete. */
    private Duration timeout = Duration.ofSeconds(20);

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
