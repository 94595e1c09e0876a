package io.github.reactorchutes.examples.gateway;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResultProvider;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Closes a connection whose next request does not begin in time: its whole head has to be there, however it drips. Reactor
 * Netty has one time for the first head of a connection and for the pause between two requests, which begins again with
 * every byte of a body that was answered before its end; its read and request time-outs begin behind the head.
 */
final class HeadDeadline extends ChannelDuplexHandler {

    private final Duration headTimeout;

    private final Duration idleTimeout;

    private int unanswered;

    private boolean arriving;

    private boolean interim;

    private @Nullable Future<?> deadline;

    /**
     * Make the handler of one connection, to be placed behind the codec.
     *
     * @param headTimeout from the connection to the first head, and from the answer to a body that is still arriving to
     *     its end and the next head
     * @param idleTimeout from any other answer to the next head
     */
    HeadDeadline(Duration headTimeout, Duration idleTimeout) {
        this.headTimeout = headTimeout;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        closeAfter(headTimeout, ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        stop();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (isCutOff(message)) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpRequest) {
            stop();
            unanswered++;
            arriving = true;
        }
        if (message instanceof LastHttpContent) {
            arriving = false;
        }
        ctx.fireChannelRead(message);
    }

    /** Half a head of a connection that is closed would only fill the log. */
    private static boolean isCutOff(Object message) {
        return message instanceof DecoderResultProvider decoded
                && decoded.decoderResult().cause() instanceof PrematureChannelClosureException
                && message instanceof HttpRequest;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // whoever writes has the promise
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof HttpResponse response) {
            interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        }
        if (message instanceof LastHttpContent && !interim) {
            answered(ctx);
        }
        ctx.write(message, promise);
    }

    private void answered(ChannelHandlerContext ctx) {
        unanswered--;
        if (unanswered <= 0) {
            unanswered = 0;
            closeAfter(arriving ? headTimeout : idleTimeout, ctx);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // nothing follows a close
    private void closeAfter(Duration time, ChannelHandlerContext ctx) {
        stop();
        deadline = ctx.executor().schedule(() -> ctx.close(), time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void stop() {
        if (deadline != null) {
            deadline.cancel(false);
            deadline = null;
        }
    }
}
