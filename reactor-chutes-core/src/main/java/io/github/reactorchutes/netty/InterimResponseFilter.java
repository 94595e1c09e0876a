package io.github.reactorchutes.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Drops interim responses (100 to 199, except 101, which is final). Reactor Netty only skips 100
 * (reactor/reactor-netty#1482) and treats any other as the final response. The actual response would then become the
 * response to the next request on the connection.
 *
 * <p>Seen in {@code HttpClientOperations} of Reactor Netty 1.3.8. Delete this class when it skips the other statuses
 * too.
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

    /** Reads are requested one by one, so a dropped message needs another read. */
    private void skip(ChannelHandlerContext context, Object message) {
        if (message instanceof LastHttpContent) {
            skipping = false;
            context.read();
        }
        ReferenceCountUtil.release(message);
    }
}
