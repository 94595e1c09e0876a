package io.github.reactorchutes.examples.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.reactor.netty.autoconfigure.NettyServerProperties;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties.ForwardHeadersStrategy;
import org.springframework.stereotype.Component;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Limits the connections of each address and of all addresses, and the time for the head of a request. */
@Component
final class ConnectionBounds implements WebServerFactoryCustomizer<NettyReactiveWebServerFactory> {

    private static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofSeconds(60);

    private final GatewayProperties properties;

    private final Duration idleTimeout;

    private final int maxPerClient;

    private final Map<String, Integer> connections = new ConcurrentHashMap<>();

    ConnectionBounds(GatewayProperties properties, NettyServerProperties netty, ServerProperties server) {
        this.properties = properties;
        this.idleTimeout = netty.getIdleTimeout() == null ? DEFAULT_IDLE_TIMEOUT : netty.getIdleTimeout();
        this.maxPerClient = isBehindProxy(server) ? Integer.MAX_VALUE : properties.maxConnectionsPerClient();
    }

    /** All connections of a proxy share its address, so connections cannot be counted per visitor. */
    private static boolean isBehindProxy(ServerProperties server) {
        ForwardHeadersStrategy strategy = server.getForwardHeadersStrategy();
        return strategy != null && strategy != ForwardHeadersStrategy.NONE;
    }

    @Override
    public void customize(NettyReactiveWebServerFactory factory) {
        factory.addServerCustomizers(this::bound);
    }

    private HttpServer bound(HttpServer server) {
        return server.maxConnections(properties.maxConnections()).doOnChannelInit(this::bound);
    }

    private void bound(ConnectionObserver observer, Channel channel, @Nullable SocketAddress unused) {
        if (!count(channel)) {
            channel.unsafe().closeForcibly();
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) {
            pipeline.addBefore(
                    NettyPipeline.HttpTrafficHandler,
                    "gatewayHeadDeadline",
                    new HeadDeadline(properties.headTimeout(), idleTimeout));
        }
    }

    private boolean count(Channel channel) {
        String client = channel.remoteAddress() instanceof InetSocketAddress address ? address.getHostString() : "";
        if (connections.merge(client, 1, Integer::sum) > maxPerClient) {
            forget(client);
            return false;
        }
        channel.closeFuture().addListener(closed -> forget(client));
        return true;
    }

    private void forget(String client) {
        connections.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
    }
}
