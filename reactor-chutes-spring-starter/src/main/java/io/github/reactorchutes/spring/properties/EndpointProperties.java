package io.github.reactorchutes.spring.properties;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Where one endpoint is.
 *
 * @since 0.1.0
 */
public final class EndpointProperties {

    /** Full URL of the endpoint. Goes before the base URL. */
    private @Nullable URI url;

    public @Nullable URI getUrl() {
        return url;
    }

    public void setUrl(@Nullable URI url) {
        this.url = url;
    }
}
