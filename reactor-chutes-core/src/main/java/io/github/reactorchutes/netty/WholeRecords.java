package io.github.reactorchutes.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Passes on whole TLS records, and keeps only the bytes of an incomplete one. The {@code SslHandler} would keep the
 * whole read, and, with the JDK's engine, copy all reads of a turn into one growing buffer, which it never shrinks.
 *
 * <p>Seen in {@code SslHandler} of Netty 4.2.18, whose {@code MERGE_CUMULATOR} merges the reads. Delete this class when
 * it keeps the incomplete record alone.
 */
final class WholeRecords extends ChannelInboundHandlerAdapter {

    /** The type, the version and the length of a record. */
    private static final int HEADER = 5;

    private static final int LENGTH_INDEX = 3;

    private static final int FIRST_TYPE = 20;

    private static final int LAST_TYPE = 24;

    private @Nullable ByteBuf begun;

    /** Frame the records of a new channel if the JDK's engine decrypts them; OpenSSL's takes each read completely. */
    static void frame(ChannelPipeline pipeline) {
        ChannelHandlerContext tls = pipeline.context(SslHandler.class);
        if (tls != null && !(((SslHandler) tls.handler()).engine() instanceof ReferenceCountedOpenSslEngine)) {
            pipeline.addBefore(tls.name(), "chutes.wholeRecords", new WholeRecords());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf read)) {
            context.fireChannelRead(message);
            return;
        }
        ByteBuf bytes = join(context.alloc(), read);
        int whole = wholeLength(bytes);
        int rest = bytes.readableBytes() - whole;
        if (whole == 0) {
            begun = bytes;
            return;
        }
        if (rest > 0) {
            begun = context.alloc().heapBuffer(rest).writeBytes(bytes, whole, rest);
            bytes.writerIndex(whole);
        }
        context.fireChannelRead(bytes);
    }

    /** Copy to the heap: the engine would copy direct memory piece by piece, into an array for each record. */
    private ByteBuf join(ByteBufAllocator allocator, ByteBuf read) {
        ByteBuf before = begun == null ? Unpooled.EMPTY_BUFFER : begun;
        begun = null;
        try {
            return allocator
                    .heapBuffer(before.readableBytes() + read.readableBytes())
                    .writeBytes(before)
                    .writeBytes(read);
        } finally {
            before.release();
            read.release();
        }
    }

    /** Return the length of the whole records at the beginning. */
    private static int wholeLength(ByteBuf bytes) {
        int end = 0;
        while (bytes.writerIndex() - end >= HEADER) {
            int next = end + length(bytes, end);
            if (next > bytes.writerIndex()) {
                break;
            }
            end = next;
        }
        return end;
    }

    /** Whatever is not TLS is left to the {@code SslHandler}. */
    private static int length(ByteBuf bytes, int index) {
        int type = bytes.getUnsignedByte(index);
        return type < FIRST_TYPE || type > LAST_TYPE
                ? bytes.writerIndex() - index
                : HEADER + bytes.getUnsignedShort(index + LENGTH_INDEX);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ByteBuf rest = begun;
        if (rest != null) {
            begun = null;
            context.fireChannelRead(rest);
        }
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        ReferenceCountUtil.release(begun);
        begun = null;
    }
}
