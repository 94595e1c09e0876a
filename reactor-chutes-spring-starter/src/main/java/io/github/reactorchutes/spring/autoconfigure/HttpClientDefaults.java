package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.HttpProperties;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Boot's defaults of all HTTP clients ({@code spring.http.clients.*}), where the settings of the clients have none. Its
 * read timeout is not among them, because it would end generations, nor are redirects, which would carry the token away.
 */
final class HttpClientDefaults {

    private static final String CONNECT_TIMEOUT = "http.connect-timeout";

    private static final String BUNDLE = "http.ssl.bundle";

    private static final Map<String, ConfigurationPropertyName> NAMES = Map.of(
            CONNECT_TIMEOUT, ConfigurationPropertyName.of("spring.http.clients.connect-timeout"),
            BUNDLE, ConfigurationPropertyName.of("spring.http.clients.ssl.bundle"));

    private HttpClientDefaults() {}

    /** Apply them to the shared settings. */
    static void apply(HttpProperties http, ConfigurationPropertyName root, SettingSources sources) {
        Binder binder = sources.binder();
        if (sources.find(root.append(CONNECT_TIMEOUT)) == null) {
            binder.bind("spring.http.clients.connect-timeout", Duration.class).ifBound(http::setConnectTimeout);
        }
        if (sources.find(root.append(BUNDLE)) == null) {
            binder.bind("spring.http.clients.ssl.bundle", String.class)
                    .ifBound(bundle -> http.getSsl().setBundle(bundle));
        }
    }

    /** Return the name of the default of a setting, or {@code null} if there is none. */
    static @Nullable ConfigurationPropertyName of(String leaf) {
        return NAMES.get(leaf);
    }
}
