package io.github.reactorchutes.examples.gateway;

import io.netty.util.NetUtil;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The hosts that this gateway serves: names of the loopback, names of {@code gateway.hosts}, and addresses. Any other
 * name may be one that another site points to this gateway, so that its scripts pass for the gateway's own (DNS
 * rebinding). An address cannot be pointed elsewhere.
 */
@Component
final class OwnHosts {

    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[^]]*]|[^:]*)(:\\d*)?");

    private final Set<String> configured;

    OwnHosts(GatewayProperties properties) {
        this.configured = properties.hosts().stream().map(OwnHosts::normal).collect(Collectors.toSet());
    }

    /**
     * Return whether the gateway serves a host.
     *
     * @param authority the host, which may have a port
     */
    boolean include(String authority) {
        Matcher matcher = HOST_AND_PORT.matcher(authority);
        return matcher.matches() && isOwn(normal(matcher.group(1)));
    }

    private boolean isOwn(String host) {
        return isLoopback(host) || isAddress(host) || configured.contains(host);
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.endsWith(".localhost");
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || NetUtil.isValidIpV4Address(host);
    }

    private static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
