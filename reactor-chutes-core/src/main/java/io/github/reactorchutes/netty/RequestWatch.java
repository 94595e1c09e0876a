package io.github.reactorchutes.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * Reports to a call the write that completes its request, which is the border between "certainly not sent" and "perhaps":
 * a request without its last byte is no JSON. A call that has ended by then keeps that byte.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write's outcome is in its promise; a close has none that matters
final class RequestWatch extends ChannelOutboundHandlerAdapter {

    static final String NAME = "chutes.request";

    private @Nullable ConnectionListener listener;

    private long bytesLeft;

    /** Watch the request that is written next; event loop only. */
    static void begin(Channel channel, ConnectionListener listener, long contentLength) {
        if (channel.pipeline().get(NAME) instanceof RequestWatch watch) {
            watch.listener = listener;
            watch.bytesLeft = contentLength;
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        ConnectionListener current = listener;
        bytesLeft -= sizeOf(message);
        if (current == null || bytesLeft > 0) {
            context.write(message, promise);
            return;
        }
        listener = null;
        ChannelPromise write = promise.unvoid();
        if (current.completing(outcome(context, write))) {
            context.write(message, write);
        } else {
            ReferenceCountUtil.release(message);
            write.tryFailure(new ClosedChannelException());
            context.close();
        }
    }

    /** A write over io_uring (Netty 4.2.18) is the kernel's already when it fails here. */
    private static Future<?> outcome(ChannelHandlerContext context, ChannelPromise write) {
        boolean submitted = context.channel().getClass().getSimpleName().startsWith("IoUring");
        return submitted ? context.newSucceededFuture() : write;
    }

    private static int sizeOf(Object message) {
        if (message instanceof ByteBuf buffer) {
            return buffer.readableBytes();
        }
        return message instanceof ByteBufHolder holder ? holder.content().readableBytes() : 0;
    }
}
