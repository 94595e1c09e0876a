package io.github.reactorchutes.test;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A connection with sequential exchanges. It keeps reading while it replies, to detect that the client closed. */
final class ServerConnection extends ChannelInboundHandlerAdapter {

    private final Backstage backstage;
    private final Channel channel;
    private final long id;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private @Nullable Exchange exchange;
    private volatile ExchangeEnd end = ExchangeEnd.CLIENT_CLOSED;

    ServerConnection(Backstage backstage, Channel channel) {
        this.backstage = backstage;
        this.channel = channel;
        this.id = backstage.log().opened(this);
        channel.closeFuture().addListener(future -> backstage.log().closed(id));
    }

    Channel channel() {
        return channel;
    }

    /** Close the connection, only its sending side, or reset it. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void close(Ending how) {
        if (end == ExchangeEnd.CLIENT_CLOSED) {
            end = ExchangeEnd.SERVER_CLOSED;
        }
        if (how == Ending.LINGER) {
            ((DuplexChannel) channel).shutdownOutput();
            return;
        }
        if (how == Ending.RESET) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }

    /** Record that the client no longer accepts bytes. */
    void brokenPipe() {
        end = ExchangeEnd.CLIENT_RESET;
    }

    /** Start the next request after a complete reply. */
    void ready() {
        exchange = null;
        while (!waiting.isEmpty() && !isReplying()) {
            receive(waiting.remove());
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.fireChannelActive();
        channel.config().setAutoRead(true); // after Reactor Netty, which switches it off
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (exchange != null && exchange.discarding()) {
            ReferenceCountUtil.release(message);
        } else if (isReplying()) {
            waiting.add(message);
        } else {
            receive(message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        if (exchange != null) {
            exchange.disconnected(end);
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            brokenPipe();
        }
        close(Ending.CLOSE);
    }

    private boolean isReplying() {
        return exchange != null && exchange.replying();
    }

    private void receive(Object message) {
        try {
            if (((HttpObject) message).decoderResult().isFailure()) {
                close(Ending.CLOSE);
            } else if (message instanceof HttpRequest request) {
                exchange = new Exchange(this, backstage, backstage.log().arrived(id, request), request);
            } else if (message instanceof HttpContent content && exchange != null) {
                receive(content, exchange);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private static void receive(HttpContent content, Exchange exchange) {
        exchange.upload(content.content());
        if (content instanceof LastHttpContent) {
            exchange.uploaded();
        }
    }
}
