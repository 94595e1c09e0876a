package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.properties.ProxyProperties;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.util.StringUtils;

/** Rejects a proxy that Reactor Netty would not use as the settings state it. */
final class ProxyCheck {

    /** A host name, which may have underscores in a private network, or an IPv4 or IPv6 address. */
    private static final Pattern HOST = Pattern.compile("[\\w.-]+|\\[?[0-9a-fA-F:.]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*]?");

    private static final String GROUP = "http.proxy.";

    private final ClientSettings settings;

    private final ProxyProperties proxy;

    private ProxyCheck(ClientSettings settings) {
        this.settings = settings;
        this.proxy = settings.properties().getHttp().getProxy();
    }

    static ProxyProperties of(ClientSettings settings) {
        ProxyCheck check = new ProxyCheck(settings);
        check.requirePort();
        check.requirePattern();
        if (check.proxy.getHost() == null) {
            check.requireNothing();
        } else if (StringUtils.hasText(check.proxy.getHost())) {
            check.requireEndpoint(check.proxy.getHost());
            check.requireCredentials();
        }
        return check.proxy;
    }

    private void requirePort() {
        Integer port = proxy.getPort();
        if (port != null) {
            settings.require(GROUP + "port", port > 0 && port < 65_536, "from 1 to 65535", port);
        }
    }

    private void requirePattern() {
        try {
            Pattern.compile(proxy.getNonProxyHosts() == null ? "" : proxy.getNonProxyHosts());
        } catch (PatternSyntaxException invalid) {
            throw settings.problem(
                    settings.key(GROUP + "non-proxy-hosts") + " must be a regular expression, but is "
                            + proxy.getNonProxyHosts() + ": " + invalid.getDescription() + ".",
                    "Write it like .*\\.internal|localhost.",
                    null,
                    GROUP + "non-proxy-hosts");
        }
    }

    /** An empty host switches off an inherited proxy; an absent one was forgotten if the rest is set. */
    private void requireNothing() {
        Map<String, @Nullable Object> rest = new LinkedHashMap<>();
        rest.put("port", proxy.getPort());
        rest.put("username", proxy.getUsername());
        rest.put("password", proxy.getPassword());
        rest.put("non-proxy-hosts", proxy.getNonProxyHosts());
        rest.put("type", proxy.getType() == ProxyProperties.Type.HTTP ? null : proxy.getType());
        rest.forEach((leaf, value) -> {
            if (value != null) {
                throw incomplete(leaf, "host");
            }
        });
    }

    private void requireEndpoint(String host) {
        settings.require(
                GROUP + "host",
                HOST.matcher(host).matches(),
                "a host name or an address, without a scheme, port or user",
                host);
        if (proxy.getPort() == null) {
            throw incomplete("host", "port");
        }
    }

    /** Given only one of them, Reactor Netty sends neither, and the proxy answers 407. */
    private void requireCredentials() {
        if (proxy.getType() == ProxyProperties.Type.SOCKS4) {
            requireNoPassword();
        } else if (proxy.getUsername() != null && proxy.getPassword() == null) {
            throw incomplete("username", "password");
        } else if (proxy.getUsername() == null && proxy.getPassword() != null) {
            throw incomplete("password", "username");
        }
    }

    private void requireNoPassword() {
        if (proxy.getPassword() != null) {
            throw settings.problem(
                    settings.key(GROUP + "password") + " is set, but SOCKS 4 has no passwords.",
                    "Remove it, or set " + settings.key(GROUP + "type") + " to socks5.",
                    null,
                    GROUP + "password",
                    GROUP + "type");
        }
    }

    private ConfigurationProblem incomplete(String leaf, String missing) {
        String sibling = settings.key(GROUP + leaf).replaceFirst("[^.]+$", missing);
        return settings.problem(
                settings.key(GROUP + leaf) + " is set, but " + sibling + " is not.",
                "Set both or none.",
                null,
                GROUP + leaf);
    }
}
