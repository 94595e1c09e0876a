package io.github.reactorchutes.spring.properties;

/**
 * The answers of controllers to failed calls.
 *
 * @since 0.1.0
 */
public final class ProblemDetailsProperties {

    /** Whether controllers answer failed calls with problem documents. Decided at build time under AOT. */
    private boolean enabled;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
