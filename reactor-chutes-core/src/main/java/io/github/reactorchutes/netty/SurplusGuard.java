package io.github.reactorchutes.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection that receives more than it requested. Reactor Netty reuses a connection as soon as a response has
 * ended, and would treat following bytes as the response to the next request, even bytes of the same read. So the guard
 * holds the end back until it has seen the whole read.
 *
 * <p>reactor/reactor-netty#1057 shows the problem for the body of a 204; seen in {@code HttpClientOperations} of
 * Reactor Netty 1.3.8. Delete this class when Reactor Netty closes a connection with surplus bytes.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise has the outcome of a write; that of a close is irrelevant
final class SurplusGuard extends ChannelDuplexHandler {

    private boolean asked;

    private @Nullable LastHttpContent end;

    /** Return whether a request is in flight whose response has not ended. */
    boolean isAnswerExpected() {
        return asked;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        asked |= message instanceof HttpRequest;
        context.write(message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!asked) {
            ReferenceCountUtil.release(message);
            context.close();
        } else if (message instanceof LastHttpContent last) {
            asked = false;
            end = last;
        } else {
            context.fireChannelRead(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        passOnEnd(context);
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        passOnEnd(context);
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(end);
        end = null;
    }

    private void passOnEnd(ChannelHandlerContext context) {
        LastHttpContent held = end;
        if (held != null) {
            end = null;
            context.fireChannelRead(held);
        }
    }
}
