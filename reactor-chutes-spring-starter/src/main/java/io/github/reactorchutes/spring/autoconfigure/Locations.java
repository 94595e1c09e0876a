package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.EndpointUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The URLs of a client. */
final class Locations {

    private static final String EXAMPLE =
            "Include scheme and host, without a fragment, such as https://gateway.example.com/chutes.";

    private final @Nullable URI baseUrl;

    private final Map<String, URI> overrides = new LinkedHashMap<>();

    private final boolean insecureHttpAllowed;

    Locations(ClientSettings settings, @Nullable URI detailsUrl) {
        this.insecureHttpAllowed = settings.properties().isAllowInsecureHttp();
        URI base = detailsUrl != null ? detailsUrl : settings.properties().getBaseUrl();
        this.baseUrl = base == null ? null : require(settings, "base-url", base);
        settings.properties().getEndpoints().forEach((name, endpoint) -> {
            if (detailsUrl == null || !isKnown(name)) {
                override(settings, name, endpoint.getUrl());
            }
        });
    }

    private static boolean isKnown(String name) {
        return Endpoint.known().stream().anyMatch(endpoint -> endpoint.name().equals(name));
    }

    void applyTo(ChutesClient.Builder builder) {
        if (baseUrl != null) {
            builder.baseUrl(baseUrl);
        }
        overrides.forEach(builder::endpointUrl);
        builder.allowInsecureHttp(insecureHttpAllowed);
    }

    Map<String, URI> byEndpoint() {
        Map<String, URI> urls = new LinkedHashMap<>();
        Endpoint.known().forEach(endpoint -> urls.put(endpoint.name(), urlOf(endpoint)));
        urls.putAll(overrides);
        return urls;
    }

    /** Return the URL of the free health check, which every host of the platform has. */
    URI ping() {
        return urlOf(Endpoint.TEXT_TO_VIDEO).resolve("/ping");
    }

    private URI urlOf(Endpoint endpoint) {
        URI override = overrides.get(endpoint.name());
        if (override != null || baseUrl == null) {
            return override == null ? endpoint.url() : override;
        }
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + endpoint.url().getPath());
    }

    private void override(ClientSettings settings, String endpoint, @Nullable URI url) {
        if (url != null && !url.toString().isEmpty()) {
            overrides.put(endpoint, require(settings, "endpoints." + endpoint + ".url", url));
        }
    }

    /** The client would reject such a URL as well, but without the name of the setting. */
    private static URI require(ClientSettings settings, String leaf, URI url) {
        if (url.getRawUserInfo() != null) {
            throw problem(
                    settings.key(leaf) + " contains a user or a password.",
                    "Remove it; the API token authenticates the client.");
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http && url.toString().indexOf('@') < 0) {
            throw problem(
                    settings.key(leaf) + " is \"" + url + "\", which is not an absolute http or https URL.", EXAMPLE);
        }
        try {
            return EndpointUrl.requireValid(settings.key(leaf), url);
        } catch (IllegalArgumentException refused) {
            throw problem(refused.getMessage() + ".", EXAMPLE);
        }
    }

    private static ConfigurationProblem problem(String description, String action) {
        return new ConfigurationProblem(description, action);
    }
}
