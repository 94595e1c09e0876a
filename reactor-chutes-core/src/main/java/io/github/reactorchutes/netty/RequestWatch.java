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
 * Reports to a call the write of the last byte of its request. Before that write, the request is certainly not sent,
 * because JSON without its last byte is incomplete; after it, the platform may have it. If the call has ended by then,
 * the byte is not written.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the promise has the outcome of a write; that of a close is irrelevant
final class RequestWatch extends ChannelOutboundHandlerAdapter {

    static final String NAME = "chutes.request";

    private @Nullable ConnectionListener listener;

    private long bytesLeft;

    /** Watch the next request; event loop only. */
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

    /** With io_uring (Netty 4.2.18), the kernel may have carried out a write that fails here. */
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
