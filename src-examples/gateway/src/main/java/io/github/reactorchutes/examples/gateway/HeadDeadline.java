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
 * Closes a connection whose next request head does not arrive completely in time. Reactor Netty has a single timeout
 * for the first head of a connection and for the pause between two requests. That timeout restarts with every byte of a
 * body that got its response early, and Reactor Netty's read and request timeouts begin after the head.
 */
final class HeadDeadline extends ChannelDuplexHandler {

    private final Duration headTimeout;

    private final Duration idleTimeout;

    private int unanswered;

    private boolean arriving;

    private boolean interim;

    private @Nullable Future<?> deadline;

    /**
     * Create the handler of one connection, to be placed behind the codec.
     *
     * @param headTimeout the time from the connection to the first head, and from the response to a body that is still
     *     arriving until its end and the next head
     * @param idleTimeout the time from any other response to the next head
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

    /** Discard an incomplete head after the close, which would only fill the log. */
    private static boolean isCutOff(Object message) {
        return message instanceof DecoderResultProvider decoded
                && decoded.decoderResult().cause() instanceof PrematureChannelClosureException
                && message instanceof HttpRequest;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the writer holds the promise
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

    @SuppressWarnings("FutureReturnValueIgnored") // nothing depends on the close
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
