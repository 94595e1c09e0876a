package io.github.reactorchutes.spring;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.ssl.SslBundle;

/**
 * A bean that says where the platform is and how to log in there, in place of the URLs and the token in the settings: for
 * service connections, such as an emulator in a container. Named clients that have settings of their own keep them.
 *
 * @since 0.1.0
 */
public interface ChutesConnectionDetails extends ConnectionDetails {

    /**
     * Return the URL under which the three endpoints are.
     *
     * @return the URL, or {@code null} for what is in the settings
     */
    default @Nullable URI baseUrl() {
        return null;
    }

    /**
     * Return the source of tokens.
     *
     * @return the source, or {@code null} for what is in the settings
     */
    default @Nullable ChutesTokenProvider tokenProvider() {
        return null;
    }

    /**
     * Return what TLS trusts and shows.
     *
     * @return the bundle, or {@code null} for what is in the settings
     */
    default @Nullable SslBundle sslBundle() {
        return null;
    }
}
