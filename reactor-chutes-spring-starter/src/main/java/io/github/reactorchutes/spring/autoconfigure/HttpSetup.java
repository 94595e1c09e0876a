package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.ProxyProperties;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/** Configures Reactor Netty's client: event loops, proxy, TLS. */
final class HttpSetup {

    /** A host name, or an IPv4 or IPv6 address. */
    private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    private final ObjectProvider<HostEventLoops> eventLoops;

    private final ObjectProvider<SslBundles> bundles;

    HttpSetup(ObjectProvider<HostEventLoops> eventLoops, ObjectProvider<SslBundles> bundles) {
        this.eventLoops = eventLoops;
        this.bundles = bundles;
    }

    /**
     * Return the configuration of a client. Apply it to each new client, because the application may have restarted.
     *
     * @param known the bundle to use instead of the configured one
     */
    UnaryOperator<HttpClient> of(ClientSettings settings, @Nullable SslBundle known) {
        HostEventLoops loops = eventLoops.getIfAvailable(() -> client -> client);
        ProxyProperties proxy = checked(settings);
        ReloadableSslContext tls = known == null ? tls(settings) : new ReloadableSslContext(known);
        return client -> {
            HttpClient proxied = proxied(loops.use(client), proxy);
            return tls == null ? proxied : proxied.secure(spec -> spec.sslContext(tls));
        };
    }

    private static ProxyProperties checked(ClientSettings settings) {
        ProxyProperties proxy = settings.properties().getHttp().getProxy();
        if (StringUtils.hasText(proxy.getHost()) && proxy.getPort() == null) {
            throw new ConfigurationProblem(
                    settings.key("http.proxy.host") + " is set, but the proxy's port is not.",
                    "Set " + settings.key("http.proxy.port") + ", or remove the host.");
        }
        settings.check("http.proxy.port", () -> requirePort(proxy.getPort()));
        settings.check("http.proxy.host", () -> requireHost(proxy.getHost()));
        settings.check("http.proxy.username", () -> requireBoth(proxy));
        settings.check("http.proxy.non-proxy-hosts", () -> requirePattern(proxy.getNonProxyHosts()));
        return proxy;
    }

    private static void requireHost(@Nullable String host) {
        Assert.isTrue(
                !StringUtils.hasText(host) || HOST.matcher(host).matches(),
                "must be a host name or an address, without a scheme, port or user");
    }

    /** Given only one of them, Reactor Netty sends neither, and the proxy answers 407. */
    private static void requireBoth(ProxyProperties proxy) {
        Assert.isTrue(
                !StringUtils.hasText(proxy.getHost())
                        || proxy.getType() == ProxyProperties.Type.SOCKS4
                        || (proxy.getUsername() == null) == (proxy.getPassword() == null),
                "must be set together with http.proxy.password");
    }

    private static void requirePattern(@Nullable String hosts) {
        try {
            Pattern.compile(hosts == null ? "" : hosts);
        } catch (PatternSyntaxException invalid) {
            throw new IllegalArgumentException(
                    "must be a regular expression, such as .*\\.internal|localhost: " + invalid.getDescription(),
                    invalid);
        }
    }

    private static void requirePort(@Nullable Integer port) {
        Assert.isTrue(port == null || (port > 0 && port < 65_536), () -> "must be from 1 to 65535 but was " + port);
    }

    private static HttpClient proxied(HttpClient client, ProxyProperties proxy) {
        if (StringUtils.hasText(proxy.getHost())) {
            return client.proxy(spec -> describe(spec, proxy));
        }
        return proxy.isUseSystemProperties() ? client.proxyWithSystemProperties() : client;
    }

    private static void describe(ProxyProvider.TypeSpec spec, ProxyProperties proxy) {
        Integer port = proxy.getPort();
        String password = proxy.getPassword();
        ProxyProvider.Builder builder = spec.type(
                        ProxyProvider.Proxy.valueOf(proxy.getType().name()))
                .host(String.valueOf(proxy.getHost()))
                .port(port == null ? 0 : port);
        if (proxy.getUsername() != null) {
            builder.username(proxy.getUsername());
        }
        if (password != null) {
            builder.password(user -> password);
        }
        if (proxy.getNonProxyHosts() != null) {
            builder.nonProxyHosts(proxy.getNonProxyHosts());
        }
    }

    private @Nullable ReloadableSslContext tls(ClientSettings settings) {
        String name = settings.properties().getHttp().getSsl().getBundle();
        if (!StringUtils.hasText(name)) {
            return null;
        }
        SslBundles known = bundles.getIfAvailable();
        if (known == null) {
            throw unknownBundle(settings, name, List.of(), null);
        }
        try {
            return settings.valid("http.ssl.bundle", () -> followed(known, name));
        } catch (NoSuchSslBundleException unknown) {
            throw unknownBundle(settings, name, known.getBundleNames(), unknown);
        }
    }

    private static ReloadableSslContext followed(SslBundles bundles, String name) {
        ReloadableSslContext tls = new ReloadableSslContext(bundles.getBundle(name));
        bundles.addBundleUpdateHandler(name, tls::reload);
        return tls;
    }

    private static ConfigurationProblem unknownBundle(
            ClientSettings settings, String name, List<String> known, @Nullable Exception cause) {
        return new ConfigurationProblem(
                settings.key("http.ssl.bundle") + " names the SSL bundle \"" + name + "\", which does not exist.",
                known.isEmpty()
                        ? "Define it under spring.ssl.bundle.pem or spring.ssl.bundle.jks; no bundle is defined."
                        : "Define it under spring.ssl.bundle, or name one that exists: " + String.join(", ", known)
                                + ".",
                cause);
    }
}
