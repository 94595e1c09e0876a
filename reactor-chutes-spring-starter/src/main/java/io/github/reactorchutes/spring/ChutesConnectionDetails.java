package io.github.reactorchutes.spring;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * A bean that replaces the URLs and the token of the settings, for service connections such as an emulator in a
 * container. Named clients keep their own settings.
 *
 * @since 0.1.0
 */
public interface ChutesConnectionDetails extends ConnectionDetails {

    /**
     * Return the base URL of the known endpoints.
     *
     * @return the URL, or {@code null} to use the settings
     */
    default @Nullable URI baseUrl() {
        return null;
    }

    /**
     * Return the source of tokens.
     *
     * @return the source, or {@code null} to use the settings
     */
    default @Nullable ChutesTokenProvider tokenProvider() {
        return null;
    }

    /**
     * Return the SSL bundle for TLS.
     *
     * @return the bundle, or {@code null} to use the settings
     */
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}
