package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.ProxyProperties;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.util.StringUtils;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.ProxyProvider;

/** Configures Reactor Netty's client: event loops, proxy, TLS. */
final class HttpSetup {

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
        ProxyProperties proxy = ProxyCheck.of(settings);
        ReloadableSslContext tls = known == null ? tls(settings) : new ReloadableSslContext(known);
        return client -> {
            HttpClient proxied = proxied(loops.use(client), proxy);
            return tls == null ? proxied : proxied.secure(spec -> spec.sslContext(tls));
        };
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
            return followed(known, name);
        } catch (NoSuchSslBundleException unknown) {
            throw unknownBundle(settings, name, known.getBundleNames(), unknown);
        } catch (IllegalStateException | IllegalArgumentException broken) {
            throw settings.problem(
                    settings.key("http.ssl.bundle") + " names the SSL bundle \"" + name + "\", which cannot be used: "
                            + broken.getMessage() + ".",
                    "Correct the bundle under spring.ssl.bundle.",
                    broken,
                    "http.ssl.bundle");
        }
    }

    private static ReloadableSslContext followed(SslBundles bundles, String name) {
        ReloadableSslContext tls = new ReloadableSslContext(bundles.getBundle(name));
        bundles.addBundleUpdateHandler(name, tls::reload);
        return tls;
    }

    private static ConfigurationProblem unknownBundle(
            ClientSettings settings, String name, List<String> known, @Nullable Exception cause) {
        return settings.problem(
                settings.key("http.ssl.bundle") + " names the SSL bundle \"" + name + "\", which does not exist.",
                known.isEmpty()
                        ? "Define it under spring.ssl.bundle.pem or spring.ssl.bundle.jks; no bundle is defined."
                        : "Define it under spring.ssl.bundle, or name one that exists: " + String.join(", ", known)
                                + ".",
                cause,
                "http.ssl.bundle");
    }
}
