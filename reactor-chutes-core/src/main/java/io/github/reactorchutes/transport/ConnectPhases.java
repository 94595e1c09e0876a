package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.util.context.ContextView;

/** Tells the call for which a connection is made how far it is, until the connection is there. */
final class ConnectPhases extends ChannelDuplexHandler {

    private final LiveCall live;

    private ConnectPhases(LiveCall live) {
        this.live = live;
    }

    /** Watch a channel on behalf of the call in the Reactor Context of whoever asked the pool for it. */
    static void watch(ContextView borrower, Channel channel, @Nullable SocketAddress target) {
        LiveCall live = borrower.getOrDefault(LiveCall.class, null);
        if (live == null) {
            return;
        }
        if (target instanceof InetSocketAddress host && host.isUnresolved()) {
            live.connecting(CallPhase.RESOLVE);
        }
        channel.pipeline().addFirst("chutes.connectPhases", new ConnectPhases(live));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it is the promise
    public void connect(
            ChannelHandlerContext context, SocketAddress remote, SocketAddress local, ChannelPromise promise) {
        live.connecting(CallPhase.CONNECT);
        context.connect(remote, local, promise);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (context.pipeline().get(NettyPipeline.SslHandler) != null) {
            live.connecting(CallPhase.TLS);
        }
        context.pipeline().remove(this);
        context.fireChannelActive();
    }
}
