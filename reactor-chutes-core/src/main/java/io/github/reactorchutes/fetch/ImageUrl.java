package io.github.reactorchutes.fetch;

import io.github.reactorchutes.fetch.ImageFetchException.Reason;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A valid URL of an image, and the errors of its fetch. */
final class ImageUrl {

    private static final int HTTPS_PORT = 443;

    private final URI uri;

    private ImageUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Check a URL without looking up its host.
     *
     * @param ports the allowed ports in addition to 443
     * @param httpAllowed whether plain {@code http} is allowed
     */
    static ImageUrl require(URI uri, Set<Integer> ports, boolean httpAllowed) {
        ImageUrl url = new ImageUrl(uri);
        String problem = url.problem(ports, httpAllowed);
        if (problem != null) {
            throw url.failure(Reason.URL, problem, null);
        }
        return url;
    }

    private @Nullable String problem(Set<Integer> ports, boolean httpAllowed) {
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !(httpAllowed && isHttp())) {
            return "the URL must begin with https://";
        }
        if (uri.getRawUserInfo() != null) {
            return "the URL must not contain user-info";
        }
        if (uri.getHost() == null) {
            return "the URL must have a host name or an IP address in its common form";
        }
        if (uri.getHost().contains("%")) {
            return "the URL's address must not contain a zone";
        }
        int port = port();
        return port == HTTPS_PORT || ports.contains(port)
                ? null
                : "port " + port + " is not allowed (ImageFetcher.Builder.allowPort allows it)";
    }

    boolean isHttp() {
        return "http".equalsIgnoreCase(uri.getScheme());
    }

    private int port() {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return isHttp() ? 80 : HTTPS_PORT;
    }

    /** Return the URL as sent: in ASCII and without the fragment. */
    String text() {
        String text = uri.toASCIIString();
        int fragment = text.indexOf('#');
        return fragment < 0 ? text : text.substring(0, fragment);
    }

    ImageFetchException failure(Reason reason, String problem, @Nullable Throwable cause) {
        String from = uri.getHost() == null ? "" : " from " + uri.getHost();
        return new ImageFetchException(reason, "no image" + from + ": " + problem, cause);
    }
}
