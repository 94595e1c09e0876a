package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.Nullable;

/**
 * TLS to the platform.
 *
 * @since 0.1.0
 */
public final class SslProperties {

    /** Name of the SSL bundle to use. Reloads of the bundle take effect. */
    private @Nullable String bundle;

    public @Nullable String getBundle() {
        return bundle;
    }

    public void setBundle(@Nullable String bundle) {
        this.bundle = bundle;
    }
}
