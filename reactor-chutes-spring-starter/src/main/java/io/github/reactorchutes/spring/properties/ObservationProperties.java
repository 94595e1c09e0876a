package io.github.reactorchutes.spring.properties;

/**
 * Metrics and traces.
 *
 * @since 0.1.0
 */
public final class ObservationProperties {

    /** Whether to observe calls in the application's ObservationRegistry, or otherwise in its MeterRegistry. */
    private boolean enabled = true;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
