package io.github.reactorchutes.netty;

import io.github.reactorchutes.error.CallPhase;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.proxy.ProxyConnectionEvent;
import io.netty.handler.proxy.ProxyHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.util.context.ContextView;

/**
 * Reports resolve, connect and TLS to the call that opened the connection, until the connection is open.
 *
 * <p>A connection through a proxy is open when the proxy has connected to the host. Seen in {@code ProxyHandler} of
 * Netty 4.2.18: it fires {@code channelActive} for the connection to the proxy. That would start the TLS handshake, the
 * request and their timeouts too early, and a failure of the proxy would look like theirs. Delete the code that holds
 * the event back when the handler fires it after the proxy's response; keep the phases.
 */
final class ConnectPhases extends ChannelDuplexHandler {

    private static final String NAME = "chutes.connectPhases";

    private final @Nullable ConnectionListener listener;

    private final boolean proxied;

    private ConnectPhases(@Nullable ConnectionListener listener, boolean proxied) {
        this.listener = listener;
        this.proxied = proxied;
    }

    /** Watch a channel for the call in the Reactor Context of the borrower. */
    static void watch(ContextView borrower, Channel channel, @Nullable SocketAddress target) {
        ConnectionListener listener = ConnectionListener.of(borrower);
        ChannelPipeline pipeline = channel.pipeline();
        ProxyHandler proxy = pipeline.get(ProxyHandler.class);
        ConnectPhases phases = new ConnectPhases(listener, proxy != null);
        if (proxy == null) {
            pipeline.addFirst(NAME, phases);
        } else {
            pipeline.addAfter(NettyPipeline.ProxyHandler, NAME, phases);
        }
        if (listener != null) {
            begin(listener, target, proxy);
        }
    }

    private static void begin(
            ConnectionListener listener, @Nullable SocketAddress target, @Nullable ProxyHandler proxy) {
        if (proxy != null) {
            listener.through(proxy.proxyAddress());
        } else if (target instanceof InetSocketAddress host && host.isUnresolved()) {
            listener.enter(CallPhase.RESOLVE);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the future is the promise
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        enter(CallPhase.CONNECT);
        context.connect(remote, local, promise);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (!proxied) {
            open(context);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        context.fireUserEventTriggered(event);
        if (event instanceof ProxyConnectionEvent) {
            open(context);
        }
    }

    private void open(ChannelHandlerContext context) {
        if (context.pipeline().get(NettyPipeline.SslHandler) != null) {
            enter(CallPhase.TLS);
        }
        context.fireChannelActive();
        context.pipeline().remove(this);
    }

    private void enter(CallPhase phase) {
        if (listener != null) {
            listener.enter(phase);
        }
    }
}
