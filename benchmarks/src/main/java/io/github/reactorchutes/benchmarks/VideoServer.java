package io.github.reactorchutes.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Answers each request of one connection with a chunked video: the smallest MP4 whose mdat box fills the size. */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
final class VideoServer extends SimpleChannelInboundHandler<HttpObject> {

    private static final int PIECE = 64 * 1024;

    private static final int MP4_HEAD = 36;

    private static final ByteBuf CHUNK = chunk(new byte[PIECE]);

    private static final ByteBuf END = shared("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

    private int bytes;

    private int delayMillis;

    private int bytesLeft;

    private boolean goesOn;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpRequest request) {
            String[] path = request.uri().split("/", -1);
            bytes = Integer.parseInt(path[1]);
            delayMillis = path.length > 3 ? Integer.parseInt(path[2]) : 0;
        }
        if (message instanceof LastHttpContent) {
            answer(context);
        }
    }

    private void answer(ChannelHandlerContext context) {
        if (delayMillis == 0) {
            begin(context);
        } else {
            context.executor().schedule(() -> begin(context), delayMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void begin(ChannelHandlerContext context) {
        context.write(
                Unpooled.copiedBuffer(
                        "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n",
                        StandardCharsets.US_ASCII),
                context.voidPromise());
        context.write(chunk(mp4Head(bytes)), context.voidPromise());
        bytesLeft = bytes - MP4_HEAD;
        send(context);
    }

    /**
     * Continue in the next turn of the event loop: otherwise a fast consumer would receive a whole video in this one,
     * while the handshakes of others wait.
     */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (bytesLeft > 0 && !goesOn) {
            goesOn = true;
            context.executor().schedule(() -> send(context), 0, TimeUnit.NANOSECONDS);
        }
    }

    /** A client that ends during downloads resets its connections. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
        context.close();
    }

    private void send(ChannelHandlerContext context) {
        goesOn = false;
        while (bytesLeft > 0 && context.channel().isWritable()) {
            int size = Math.min(PIECE, bytesLeft);
            bytesLeft -= size;
            boolean last = bytesLeft == 0;
            context.write(size == PIECE ? CHUNK.duplicate() : chunk(new byte[size]), context.voidPromise());
            if (last) {
                context.write(END.duplicate(), context.voidPromise());
            }
        }
        context.flush();
    }

    private static byte[] mp4Head(int bytes) {
        ByteBuf head = Unpooled.buffer(MP4_HEAD);
        head.writeInt(12).writeBytes("ftypisom".getBytes(StandardCharsets.US_ASCII));
        head.writeInt(16).writeBytes("moov".getBytes(StandardCharsets.US_ASCII)).writeLong(0);
        head.writeInt(bytes - 28).writeBytes("mdat".getBytes(StandardCharsets.US_ASCII));
        return head.array();
    }

    private static ByteBuf chunk(byte[] content) {
        ByteBuf chunk = Unpooled.directBuffer(content.length + 16);
        chunk.writeCharSequence(Integer.toHexString(content.length) + "\r\n", StandardCharsets.US_ASCII);
        chunk.writeBytes(content).writeCharSequence("\r\n", StandardCharsets.US_ASCII);
        return content.length == PIECE ? Unpooled.unreleasableBuffer(chunk) : chunk;
    }

    private static ByteBuf shared(byte[] content) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(content.length).writeBytes(content));
    }
}
