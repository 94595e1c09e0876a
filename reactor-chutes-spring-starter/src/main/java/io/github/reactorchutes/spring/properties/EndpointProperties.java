package io.github.reactorchutes.spring.properties;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The location of one endpoint.
 *
 * @since 0.1.0
 */
public final class EndpointProperties {

    /** Full URL of the endpoint. Takes precedence over the base URL. */
    private @Nullable URI url;

    public @Nullable URI getUrl() {
        return url;
    }

    public void setUrl(@Nullable URI url) {
        this.url = url;
    }
}
