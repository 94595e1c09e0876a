package io.github.reactorchutes.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection on which more comes than was asked for. Reactor Netty hands a connection on as soon as an answer
 * has ended, and would take what follows, even what was read together with that end, for the answer to the next request.
 * So the end is held back until everything that was read with it has been seen.
 *
 * <p>reactor/reactor-netty#1057 shows it for the body of a 204; seen in {@code HttpClientOperations} of Reactor Netty 1.3.8. When
 * Reactor Netty closes a connection that was sent more than it asked for, this class can go.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write's outcome is in its promise; a close has none that matters
final class SurplusGuard extends ChannelDuplexHandler {

    private boolean asked;

    private @Nullable LastHttpContent end;

    /** Say whether a request is under way whose answer has not ended. */
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
