package io.github.reactorchutes.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import org.jspecify.annotations.Nullable;

/**
 * Records whether the peer announced the end of a TLS connection (close_notify). It runs before the {@code SslHandler},
 * which closes the engine itself when the connection closes.
 *
 * <p>Seen in {@code SslHandler} of Netty 4.2.18: its {@code sslCloseFuture} fails if the announcement is read together
 * with the close. Delete this class when the future succeeds in that case.
 */
final class CloseNotify extends ChannelInboundHandlerAdapter {

    private static final String NAME = "chutes.closeNotify";

    private boolean received;

    /** Watch a new channel if it uses TLS. */
    static void watch(ChannelPipeline pipeline) {
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls != null) {
            pipeline.addBefore(tls.name(), NAME, new CloseNotify());
        }
    }

    /** Return the watch of a channel, or {@code null} if it does not use TLS. */
    static @Nullable CloseNotify of(Channel channel) {
        return (CloseNotify) channel.pipeline().get(NAME);
    }

    /** Return whether the end was announced; valid once the connection has ended. */
    boolean isReceived() {
        return received;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        received = tls != null && tls.engine().isInboundDone();
        context.fireChannelInactive();
    }
}
