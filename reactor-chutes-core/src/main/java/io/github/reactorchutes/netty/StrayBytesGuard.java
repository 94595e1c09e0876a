package io.github.reactorchutes.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.BooleanSupplier;

/**
 * Closes a connection that has no request under way and whose decoder keeps bytes of which it cannot make a message yet:
 * it would take them for the beginning of the next answer. It stands before the decoder, which consumes a read wholly or
 * keeps the rest of it.
 *
 * <p>reactor/reactor-netty#3285 (open), netty/netty#14105: the state of the decoder goes back into the pool with the
 * connection. When Reactor Netty closes such a connection, this class can go.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a close has no outcome that matters
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
