package io.github.reactorchutes.transport;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.EndpointUrl;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of the endpoints, and the hosts that may receive the token. Not part of the API.
 *
 * @since 0.1.0
 */
public final class EndpointUrls {

    /** The leading dot excludes {@code evilchutes.ai}. */
    private static final String PLATFORM_SUFFIX = ".chutes.ai";

    private static final String PLATFORM_API = "https://api" + PLATFORM_SUFFIX;

    private static final Pattern SLUG = Pattern.compile("(?i)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private final Map<Endpoint, URI> urls = new HashMap<>();

    private final Map<String, URI> named = new HashMap<>();

    private final Set<String> trustedHosts = new HashSet<>();

    private final boolean insecureHttpAllowed;

    private final @Nullable URI base;

    /**
     * Create the rules of one client.
     *
     * @param baseUrl the base URL of the known endpoints, or {@code null} for the platform's own hosts
     * @param overrides full URLs of single endpoints
     * @param named full URLs by the name of an endpoint
     * @param trustedHosts additional hosts that may receive the token
     * @param insecureHttpAllowed whether plain {@code http} is allowed beyond the loopback
     * @throws IllegalArgumentException if a URL cannot be used
     */
    public EndpointUrls(
            @Nullable URI baseUrl,
            Map<Endpoint, URI> overrides,
            Map<String, URI> named,
            Set<String> trustedHosts,
            boolean insecureHttpAllowed) {
        this.insecureHttpAllowed = insecureHttpAllowed;
        this.base = baseUrl == null ? null : requireUsable("the base URL (baseUrl)", baseUrl);
        named.forEach((name, url) -> this.named.put(name, requireUsable(setting(name), url)));
        Endpoint.known()
                .forEach(endpoint -> urls.put(
                        endpoint,
                        base == null
                                ? endpoint.url()
                                : under(base, endpoint.url().getRawPath())));
        urls.keySet().removeIf(endpoint -> named.containsKey(endpoint.name()));
        overrides.forEach((endpoint, url) -> urls.put(endpoint, requireUsable(setting(endpoint.name()), url)));
        trustedHosts.forEach(
                host -> this.trustedHosts.add(EndpointUrl.requireHost("a trusted host (trustHost)", host)));
        configured().forEach(url -> this.trustedHosts.add(hostOf(url)));
    }

    private static String setting(String endpoint) {
        return "the URL of the endpoint " + endpoint + " (endpointUrl)";
    }

    /**
     * Return the URL of an endpoint.
     *
     * @throws InvalidVideoRequestException if it comes from the request and must not receive the token
     */
    URI urlOf(Endpoint endpoint) {
        URI configured = urls.getOrDefault(endpoint, named.get(endpoint.name()));
        return configured != null ? configured : requireTrusted(endpoint.url());
    }

    /**
     * Return the URL below which the management API is: the given one, else the base URL, else the platform's.
     *
     * @throws IllegalArgumentException if it cannot be used
     */
    String apiUrl(@Nullable URI configured) {
        URI url = configured == null ? base : requireUsable("the URL of the management API (apiUrl)", configured);
        if (url == null) {
            return PLATFORM_API;
        }
        if (url.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "the URL of the management API (apiUrl) must have no query: the paths of the queries are appended to it");
        }
        return withoutSlash(url);
    }

    /**
     * Return the URL of a chute: on its own host of the platform, or below the base URL.
     *
     * @throws IllegalArgumentException if the slug is no label of a host name, or the path is invalid
     */
    URI chuteUrl(String slug, String path) {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("the slug of a chute must be 1 to 63 letters, digits and hyphens");
        }
        String absolute = path.startsWith("/") ? path : "/" + path;
        return base == null
                ? URI.create("https://" + slug + PLATFORM_SUFFIX + absolute)
                : under(base, "/" + slug + absolute);
    }

    /** Return the slug of an endpoint's chute, or {@code null} if its URLs have none. */
    @Nullable
    String slugOf(Endpoint endpoint) {
        URI url = urls.getOrDefault(endpoint, named.getOrDefault(endpoint.name(), endpoint.url()));
        return Stream.of(ofHost(url), ofHost(endpoint.url()), ofPath(url))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String ofHost(URI url) {
        String host = hostOf(url);
        String slug = host.endsWith(PLATFORM_SUFFIX) ? host.substring(0, host.length() - PLATFORM_SUFFIX.length()) : "";
        return SLUG.matcher(slug).matches() ? slug : null;
    }

    private @Nullable String ofPath(URI url) {
        String root = base == null ? "" : withoutSlash(base) + "/";
        String path =
                base != null && url.toString().startsWith(root) ? url.toString().substring(root.length()) : "";
        int end = path.indexOf('/');
        return end > 0 && SLUG.matcher(path.substring(0, end)).matches() ? path.substring(0, end) : null;
    }

    /** Return the configured URLs. */
    Collection<URI> configured() {
        return Stream.of(urls, named).flatMap(map -> map.values().stream()).toList();
    }

    private URI requireTrusted(URI url) {
        String host = hostOf(url);
        if (!trustedHosts.contains(host) && !host.endsWith(PLATFORM_SUFFIX)) {
            throw new InvalidVideoRequestException(
                    "url",
                    "has the host " + host + ", which is not trusted with the token: allow it with trustHost(\"" + host
                            + "\")",
                    "has a host that is not allowed",
                    null);
        }
        if (!isSecure(url)) {
            throw new InvalidVideoRequestException("url", insecure(url), "must be an https URL", null);
        }
        return url;
    }

    private URI requireUsable(String setting, URI url) {
        URI usable = EndpointUrl.requireValid(setting, url);
        if (!isSecure(usable)) {
            throw new IllegalArgumentException(setting + " " + insecure(usable));
        }
        return usable;
    }

    private boolean isSecure(URI url) {
        return insecureHttpAllowed || !EndpointUrl.exposesToken(url);
    }

    private static String insecure(URI url) {
        return "is plain http to " + hostOf(url)
                + ", which would expose the token: use https, or allow it with allowInsecureHttp(true)";
    }

    private static URI under(URI baseUrl, String path) {
        if (baseUrl.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    "the base URL (baseUrl) must have no query: the paths of the endpoints are appended to it");
        }
        return URI.create(withoutSlash(baseUrl) + path);
    }

    private static String withoutSlash(URI url) {
        String text = url.toString();
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    private static String hostOf(URI url) {
        return url.getHost().toLowerCase(Locale.ROOT);
    }
}
