package io.github.reactorchutes.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Swallows interim responses (100 to 199, except 101, which is final). Reactor Netty skips 100 only
 * (reactor/reactor-netty#1482) and takes any other for the final response; the true one would then be read as the answer to
 * the connection's next request.
 *
 * <p>Seen in {@code HttpClientOperations} of Reactor Netty 1.3.8; when it skips the others too, this class can go.
 */
final class InterimResponseFilter extends ChannelInboundHandlerAdapter {

    private boolean skipping;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
            int status = response.status().code();
            skipping = status < 200 && status != 101;
        }
        if (skipping) {
            skip(context, message);
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Reads are asked for one by one, so what was swallowed has to be asked for again. */
    private void skip(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            skipping = false;
            context.read();
        }
        ReferenceCountUtil.release(message);
    }
}
