package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.HttpProperties;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * Boot's defaults of all HTTP clients ({@code spring.http.clients.*}), where the settings of the clients have none. Its
 * read timeout is not among them, because it would end generations, nor are redirects, which would carry the token away.
 */
final class HttpClientDefaults {

    private static final String CONNECT_TIMEOUT = "http.connect-timeout";

    private static final String BUNDLE = "http.ssl.bundle";

    private static final ConfigurationPropertyName ALL_CONNECT_TIMEOUT =
            ConfigurationPropertyName.of("spring.http.clients.connect-timeout");

    private static final ConfigurationPropertyName ALL_BUNDLE =
            ConfigurationPropertyName.of("spring.http.clients.ssl.bundle");

    private static final Map<String, ConfigurationPropertyName> NAMES =
            Map.of(CONNECT_TIMEOUT, ALL_CONNECT_TIMEOUT, BUNDLE, ALL_BUNDLE);

    private HttpClientDefaults() {}

    /** Apply them to the shared settings. */
    static void apply(HttpProperties http, ConfigurationPropertyName root, SettingSources sources) {
        Binder binder = sources.binder();
        if (sources.find(root.append(CONNECT_TIMEOUT)) == null) {
            binder.bind(ALL_CONNECT_TIMEOUT, Bindable.of(Duration.class)).ifBound(http::setConnectTimeout);
        }
        if (sources.find(root.append(BUNDLE)) == null) {
            binder.bind(ALL_BUNDLE, Bindable.of(String.class))
                    .ifBound(bundle -> http.getSsl().setBundle(bundle));
        }
    }

    /** Return the name of the default of a setting, or {@code null} if there is none. */
    static @Nullable ConfigurationPropertyName of(String leaf) {
        return NAMES.get(leaf);
    }
}
