package io.github.reactorchutes.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** How a body's end is found. Pieces of the usual size are framed once. */
enum Framing {
    CHUNKED {
        @Override
        ByteBuf head(int bytes) {
            return text(OK + "Transfer-Encoding: chunked\r\n\r\n");
        }

        @Override
        ByteBuf frame(byte[] content) {
            ByteBuf chunk = Unpooled.directBuffer(content.length + 16);
            chunk.writeCharSequence(Integer.toHexString(content.length) + "\r\n", StandardCharsets.US_ASCII);
            chunk.writeBytes(content).writeCharSequence("\r\n", StandardCharsets.US_ASCII);
            return chunk;
        }

        @Override
        ByteBuf end() {
            return text("0\r\n\r\n");
        }
    },
    LENGTH {
        @Override
        ByteBuf head(int bytes) {
            return text(OK + "Content-Length: " + bytes + "\r\n\r\n");
        }

        @Override
        ByteBuf frame(byte[] content) {
            return Unpooled.directBuffer(content.length).writeBytes(content);
        }

        @Override
        ByteBuf end() {
            return Unpooled.EMPTY_BUFFER;
        }
    };

    static final int PIECE = 64 * 1024;

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n";

    @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
    private final ByteBuf piece = Unpooled.unreleasableBuffer(frame(new byte[PIECE]));

    /** Return the head of a response with a body of some size. */
    abstract ByteBuf head(int bytes);

    abstract ByteBuf frame(byte[] content);

    abstract ByteBuf end();

    /** Return a framed piece of {@link #PIECE} bytes. */
    ByteBuf piece() {
        return piece.duplicate();
    }

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
