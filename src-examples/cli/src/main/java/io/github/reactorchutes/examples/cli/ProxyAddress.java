package io.github.reactorchutes.examples.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import reactor.netty.transport.ProxyProvider;

/**
 * A proxy.
 *
 * @param type its protocol
 * @param host its name or address
 * @param port its port
 * @param user the user name, if it requires one
 * @param password the password of the user
 */
record ProxyAddress(
        ProxyProvider.Proxy type,
        String host,
        int port,
        @Nullable String user,
        String password) {

    private static final int HTTP_PORT = 80;

    private static final int SOCKS_PORT = 1080;

    /**
     * Read {@code [scheme://][user:password@]host[:port]}.
     *
     * @param setting the option or variable, for messages
     */
    static ProxyAddress parse(String setting, String text) {
        try {
            URI url = new URI(text.contains("://") ? text : "http://" + text).parseServerAuthority();
            String scheme = url.getScheme().toLowerCase(Locale.ROOT);
            if (url.getHost() != null) {
                return of(type(scheme), url);
            }
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            // the message below does not repeat a password
        }
        throw new UsageException(setting + " must be a proxy such as http://proxy.example.com:3128,"
                + " socks5://host:1080 or host:port");
    }

    private static ProxyAddress of(ProxyProvider.Proxy type, URI url) {
        int byDefault = type == ProxyProvider.Proxy.HTTP ? HTTP_PORT : SOCKS_PORT;
        int port = url.getPort() < 0 ? byDefault : url.getPort();
        String host = url.getHost().replaceAll("[\\[\\]]", "");
        String credentials = url.getUserInfo();
        if (credentials == null) {
            return new ProxyAddress(type, host, port, null, "");
        }
        int colon = credentials.indexOf(':');
        return colon < 0
                ? new ProxyAddress(type, host, port, credentials, "")
                : new ProxyAddress(type, host, port, credentials.substring(0, colon), credentials.substring(colon + 1));
    }

    private static ProxyProvider.Proxy type(String scheme) {
        return switch (scheme) {
            case "http" -> ProxyProvider.Proxy.HTTP;
            case "socks5", "socks5h", "socks" -> ProxyProvider.Proxy.SOCKS5;
            case "socks4", "socks4a" -> ProxyProvider.Proxy.SOCKS4;
            default -> throw new IllegalArgumentException("an unknown scheme");
        };
    }

    /** The record's own text would contain the password. */
    @Override
    public String toString() {
        return type + " " + host + ":" + port;
    }
}
