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

/**
 * Answers each request of one connection with a video: the smallest MP4 whose mdat box fills the size. It is chunked, or
 * has a Content-Length if the path asks for it. It comes as fast as the client reads, or at the pace of the path.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
final class VideoServer extends SimpleChannelInboundHandler<HttpObject> {

    private static final int MP4_HEAD = 36;

    /** The time of a piece at 100 Mbit/s. */
    private static final long PACE_NANOS = Framing.PIECE * 8L * 10;

    private VideoPath path = VideoPath.NONE;

    private Framing framing = Framing.CHUNKED;

    private int bytesLeft;

    private boolean goesOn;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
        if (message instanceof HttpRequest request) {
            path = VideoPath.parse(request.uri());
            framing = path.hasLength() ? Framing.LENGTH : Framing.CHUNKED;
        }
        if (message instanceof LastHttpContent) {
            answer(context);
        }
    }

    private void answer(ChannelHandlerContext context) {
        if (path.delayMillis() == 0) {
            begin(context);
        } else {
            context.executor().schedule(() -> begin(context), path.delayMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void begin(ChannelHandlerContext context) {
        context.write(framing.head(path.bytes()), context.voidPromise());
        context.write(framing.frame(mp4Head(path.bytes())), context.voidPromise());
        bytesLeft = path.bytes() - MP4_HEAD;
        send(context);
    }

    /**
     * Continue in the next turn of the event loop: otherwise a fast consumer would receive a whole video in this one,
     * while the handshakes of others wait.
     */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (bytesLeft > 0 && !goesOn && !path.isPaced()) {
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
        if (path.isPaced()) {
            sendPiece(context);
            goOnAfterAPause(context);
        } else {
            sendWhileWritable(context);
        }
        context.flush();
    }

    private void sendWhileWritable(ChannelHandlerContext context) {
        while (bytesLeft > 0 && context.channel().isWritable()) {
            sendPiece(context);
        }
    }

    private void goOnAfterAPause(ChannelHandlerContext context) {
        if (bytesLeft > 0) {
            context.executor().schedule(() -> send(context), PACE_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void sendPiece(ChannelHandlerContext context) {
        int size = Math.min(Framing.PIECE, bytesLeft);
        bytesLeft -= size;
        boolean last = bytesLeft == 0;
        context.write(size == Framing.PIECE ? framing.piece() : framing.frame(new byte[size]), context.voidPromise());
        if (last) {
            context.write(framing.end(), context.voidPromise());
        }
    }

    private static byte[] mp4Head(int bytes) {
        ByteBuf head = Unpooled.buffer(MP4_HEAD);
        head.writeInt(12).writeBytes("ftypisom".getBytes(StandardCharsets.US_ASCII));
        head.writeInt(16).writeBytes("moov".getBytes(StandardCharsets.US_ASCII)).writeLong(0);
        head.writeInt(bytes - 28).writeBytes("mdat".getBytes(StandardCharsets.US_ASCII));
        return head.array();
    }
}
