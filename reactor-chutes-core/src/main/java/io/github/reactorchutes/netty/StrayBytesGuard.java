package io.github.reactorchutes.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.BooleanSupplier;

/**
 * Closes a connection without a request in flight if its decoder holds bytes of an incomplete message, which it would
 * treat as the beginning of the next response. It runs before the decoder, which consumes a read completely or keeps
 * the rest of it.
 *
 * <p>reactor/reactor-netty#3285 (open), netty/netty#14105: the state of the decoder returns to the pool with the
 * connection. Delete this class when Reactor Netty closes such a connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the outcome of a close is irrelevant
final class StrayBytesGuard extends ChannelInboundHandlerAdapter {

    private final BooleanSupplier answerExpected;

    private boolean left;

    StrayBytesGuard(BooleanSupplier answerExpected) {
        this.answerExpected = answerExpected;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.fireChannelRead(message);
        left = message instanceof ByteBuf read && read.refCnt() > 0 && read.isReadable();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (left && !answerExpected.getAsBoolean()) {
            context.close();
        }
        context.fireChannelReadComplete();
    }
}
