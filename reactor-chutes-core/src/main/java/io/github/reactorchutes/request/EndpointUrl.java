package io.github.reactorchutes.request;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks URLs and hosts as a client does when it is built. Code that reads them from a configuration can check them
 * where it can still name the setting: a property, an option or a form field.
 *
 * @since 0.1.0
 */
public final class EndpointUrl {

    /** The host and the optional port in an authority in which {@link URI} finds no host. */
    private static final Pattern AUTHORITY = Pattern.compile("(.*?)(?::([^:\\]]*))?");

    private static final Pattern PORT = Pattern.compile("0*[0-9]{1,5}");

    private static final int MAX_PORT = 65_535;

    private EndpointUrl() {}

    /**
     * Return a URL that can be called. A non-ASCII host name or path is encoded. A URL without a host, with user-info,
     * with a fragment or with a scheme other than {@code http} and {@code https} is rejected.
     *
     * @param setting the name of the setting for users, such as {@code chutes.base-url}
     * @param url the URL of the setting
     * @return the URL in ASCII, with a host; the same instance if it already has this form
     * @throws IllegalArgumentException if it cannot be called; the message begins with the setting
     */
    public static URI requireValid(String setting, URI url) {
        String problem = problem(url);
        if (problem != null) {
            throw new IllegalArgumentException(setting + " " + problem);
        }
        try {
            return encoded(url);
        } catch (IllegalArgumentException invalidHost) {
            throw new IllegalArgumentException(setting + " " + invalidHost.getMessage(), invalidHost);
        }
    }

    /**
     * Return a host name in the form that is compared with the host of a URL, for example for hosts that may receive
     * the token.
     *
     * @param setting the name of the setting for users, such as {@code chutes.trusted-hosts}
     * @param host a host name or an IP address, without a scheme and a port
     * @return the same in ASCII and lower case
     * @throws IllegalArgumentException if it is neither; the message begins with the setting
     */
    public static String requireHost(String setting, String host) {
        return HostName.requireValid(setting, host);
    }

    /**
     * Return whether a call would expose the token on the network: with plain {@code http} to a host other than the
     * loopback. A client rejects such a URL unless it allows insecure HTTP.
     *
     * @param url a {@linkplain #requireValid valid} URL
     * @return whether the token would be readable
     */
    public static boolean exposesToken(URI url) {
        return !"https".equalsIgnoreCase(url.getScheme())
                && !Loopback.isLoopback(url.getHost().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String problem(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
            return "must be an absolute URL, with the scheme http or https";
        }
        String authority = url.getRawAuthority();
        if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
            return "must be a URL with a host";
        }
        if (authority.indexOf('@') >= 0) {
            return "must be a URL with no user-info: the API token authenticates the client";
        }
        return url.getRawFragment() == null ? null : "must be a URL with no fragment";
    }

    private static URI encoded(URI url) {
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
        if (!authority.matches()) {
            throw new IllegalArgumentException("must be a URL with a host");
        }
        String host = url.getHost() == null ? authority.group(1) : url.getHost();
        requirePort(authority.group(2));
        String ascii = HostName.toAscii(host);
        requireNoDotAtTheEnd(url, ascii);
        String text = url.toASCIIString();
        return ascii.equals(url.getHost()) && text.equals(url.toString()) ? url : withHost(url, ascii);
    }

    private static void requirePort(@Nullable String port) {
        if (port != null && !port.isEmpty() && !(PORT.matcher(port).matches() && isPort(Integer.parseInt(port)))) {
            throw new IllegalArgumentException(
                    "must be a URL with a port between 1 and " + MAX_PORT + " but has " + HostName.shown(port));
        }
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= MAX_PORT;
    }

    /** Certificates and TLS server names have no trailing dot. */
    private static void requireNoDotAtTheEnd(URI url, String host) {
        if (host.endsWith(".") && "https".equalsIgnoreCase(url.getScheme())) {
            throw new IllegalArgumentException("must be a URL with a host that does not end with a dot, because"
                    + " certificates name no such host, but has " + host);
        }
    }

    private static URI withHost(URI url, String host) {
        StringBuilder text = new StringBuilder(url.getScheme()).append("://").append(host);
        if (port(url) != null) {
            text.append(':').append(port(url));
        }
        text.append(url.getRawPath());
        if (url.getRawQuery() != null) {
            text.append('?').append(url.getRawQuery());
        }
        try {
            return new URI(new URI(text.toString()).toASCIIString());
        } catch (URISyntaxException impossible) {
            throw new IllegalArgumentException("must be a URL with a valid host", impossible);
        }
    }

    private static @Nullable String port(URI url) {
        Matcher authority = AUTHORITY.matcher(url.getRawAuthority());
        return authority.matches()
                        && authority.group(2) != null
                        && !authority.group(2).isEmpty()
                ? authority.group(2)
                : null;
    }
}
