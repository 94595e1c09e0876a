package io.github.reactorchutes.examples.cli;

import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.ProxyProvider;

/** The way to the server: the proxy and the client certificate of the user's environment. */
final class Network {

    private static final String OPTION = "--proxy";

    private static final String NONE = "none";

    private final @Nullable String option;

    private final Shell.Environment environment;

    /**
     * Create a way.
     *
     * @param option the value of {@code --proxy}
     * @param environment has the variables {@code HTTPS_PROXY} and others
     */
    Network(@Nullable String option, Shell.Environment environment) {
        this.option = option;
        this.environment = environment;
    }

    /**
     * Return the customizer of the HTTP client.
     *
     * @param baseUrl the server, or {@code null} for the platform
     */
    UnaryOperator<HttpClient> to(@Nullable URI baseUrl) {
        UnaryOperator<HttpClient> proxy = proxy(baseUrl);
        UnaryOperator<HttpClient> certificate = certificate();
        return http -> certificate.apply(proxy.apply(http));
    }

    private UnaryOperator<HttpClient> proxy(@Nullable URI baseUrl) {
        if (option != null) {
            return option.equalsIgnoreCase(NONE) ? http -> http : through(ProxyAddress.parse(OPTION, option));
        }
        if (Stream.of("https.proxyHost", "http.proxyHost", "socksProxyHost").anyMatch(Network::isSet)) {
            return HttpClient::proxyWithSystemProperties;
        }
        return baseUrl != null && Server.isLoopback(baseUrl) ? http -> http : ofEnvironment(baseUrl);
    }

    private UnaryOperator<HttpClient> ofEnvironment(@Nullable URI baseUrl) {
        boolean plain = baseUrl != null && "http".equalsIgnoreCase(baseUrl.getScheme());
        for (String name : List.of(plain ? "http_proxy" : "https_proxy", "all_proxy")) {
            String value = variable(name);
            if (value != null) {
                return through(ProxyAddress.parse("the variable " + name.toUpperCase(Locale.ROOT), value));
            }
        }
        return http -> http;
    }

    private UnaryOperator<HttpClient> through(ProxyAddress proxy) {
        NoProxy exceptions = NoProxy.of(variable("no_proxy"));
        return http -> http.proxy(spec -> {
            ProxyProvider.Builder builder = spec.type(proxy.type())
                    .host(proxy.host())
                    .port(proxy.port())
                    .nonProxyHostsPredicate(exceptions);
            Given.pass(proxy.user(), user -> builder.username(user).password(name -> proxy.password()));
        });
    }

    /** The lower-case name wins, as with curl. */
    private @Nullable String variable(String name) {
        String lower = environment.get(name);
        String value = lower == null ? environment.get(name.toUpperCase(Locale.ROOT)) : lower;
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Netty trusts {@code javax.net.ssl.trustStore} by itself, but does not present {@code javax.net.ssl.keyStore}. */
    private static UnaryOperator<HttpClient> certificate() {
        if (!isSet(ClientKeys.PROPERTY)) {
            return http -> http;
        }
        KeyManagerFactory keys = ClientKeys.load();
        SslProvider.GenericSslContextSpec<SslContextBuilder> tls =
                Http11SslContextSpec.forClient().configure(context -> context.keyManager(keys));
        return http -> http.secure(spec -> spec.sslContext(tls));
    }

    private static boolean isSet(String property) {
        return !Objects.requireNonNullElse(System.getProperty(property), "").isBlank();
    }
}
