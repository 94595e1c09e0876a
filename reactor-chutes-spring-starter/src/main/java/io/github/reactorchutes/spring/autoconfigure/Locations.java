package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.EndpointUrl;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The URLs of a client. */
final class Locations {

    private static final String EXAMPLE =
            "Include scheme and host, without a fragment, such as https://gateway.example.com/chutes.";

    private final @Nullable URI baseUrl;

    private final @Nullable URI apiUrl;

    private final Map<String, URI> overrides = new LinkedHashMap<>();

    private final boolean insecureHttpAllowed;

    Locations(ClientSettings settings, @Nullable URI detailsUrl) {
        this.insecureHttpAllowed = settings.properties().isAllowInsecureHttp();
        URI base = detailsUrl != null ? detailsUrl : settings.properties().getBaseUrl();
        this.baseUrl = withoutQuery(settings, "base-url", "endpoints", base);
        URI api = detailsUrl == null ? settings.properties().getApiUrl() : null;
        this.apiUrl = withoutQuery(settings, "api-url", "queries", api);
        settings.properties().getEndpoints().forEach((name, endpoint) -> {
            if (detailsUrl == null || !isKnown(name)) {
                override(settings, name, endpoint.getUrl());
            }
        });
    }

    private @Nullable URI withoutQuery(ClientSettings settings, String leaf, String appended, @Nullable URI url) {
        if (url == null) {
            return null;
        }
        URI valid = require(settings, leaf, url);
        if (valid.getRawQuery() != null) {
            throw settings.problem(
                    settings.key(leaf) + " must be a URL without a query, because the paths of the " + appended
                            + " are appended to it.",
                    EXAMPLE,
                    null,
                    leaf);
        }
        return valid;
    }

    private static boolean isKnown(String name) {
        return Endpoint.known().stream().anyMatch(endpoint -> endpoint.name().equals(name));
    }

    void applyTo(ChutesClient.Builder builder) {
        if (baseUrl != null) {
            builder.baseUrl(baseUrl);
        }
        if (apiUrl != null) {
            builder.apiUrl(apiUrl);
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
            overrides.put(endpoint, require(settings, "endpoints" + element(endpoint) + ".url", url));
        }
    }

    /** Return a map key as part of a setting's name. */
    private static String element(String key) {
        return ConfigurationPropertyName.isValid(key) && key.indexOf('.') < 0 ? "." + key : "[" + key + "]";
    }

    /** The client would reject such a URL as well, but without the name of the setting. */
    private URI require(ClientSettings settings, String leaf, URI url) {
        if (String.valueOf(url.getRawAuthority()).indexOf('@') >= 0 || url.getRawUserInfo() != null) {
            throw settings.problem(
                    settings.key(leaf) + " contains a user or a password.",
                    "Remove it; the API token authenticates the client.",
                    null,
                    leaf);
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http && url.toString().indexOf('@') < 0) {
            throw settings.problem(
                    settings.key(leaf) + " is \"" + url + "\", which is not an absolute http or https URL.",
                    EXAMPLE,
                    null,
                    leaf);
        }
        return secure(settings, leaf, valid(settings, leaf, url));
    }

    private static URI valid(ClientSettings settings, String leaf, URI url) {
        try {
            return EndpointUrl.requireValid(settings.key(leaf), url);
        } catch (IllegalArgumentException refused) {
            throw settings.problem(refused.getMessage() + ".", EXAMPLE, null, leaf);
        }
    }

    private URI secure(ClientSettings settings, String leaf, URI url) {
        if (!insecureHttpAllowed && EndpointUrl.exposesToken(url)) {
            throw settings.problem(
                    settings.key(leaf) + " is plain http to " + url.getHost() + ", which would expose the token.",
                    "Use https, or set " + settings.ownKey("allow-insecure-http") + "=true in a trusted network.",
                    null,
                    leaf);
        }
        return url;
    }
}
