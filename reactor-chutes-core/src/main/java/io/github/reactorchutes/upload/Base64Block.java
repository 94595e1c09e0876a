package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * A block of an image, as base64. It is encoded in small pieces while its bytes arrive, so that an upload needs little
 * memory besides the buffers that it sends.
 */
final class Base64Block {

    /** A multiple of three, so only the last block is padded. */
    static final int MAX_BYTES = Segment.MAX_BUFFER_BYTES / 4 * 3;

    /** A divisor of a whole block, and a multiple of three. */
    private static final int PIECE_BYTES = 3 * 1024;

    /** Also enough for the check. */
    private static final int CHECKED_PIECE_BYTES = 2 * PIECE_BYTES;

    /** Cleared after the first piece. */
    private @Nullable Consumer<ByteBuffer> check;

    private final DataBufferFactory factory;

    private final int capacity;

    private final byte[] piece;

    private final byte[] encoded;

    /** The bytes of the image in this block. */
    private int filled;

    /** Those of them that are still in the piece. */
    private int pending;

    private @Nullable DataBuffer buffer;

    Base64Block(long imageBytes, @Nullable Consumer<ByteBuffer> check, DataBufferFactory factory) {
        this.check = check;
        this.factory = factory;
        this.capacity = (int) Math.min(imageBytes, MAX_BYTES);
        this.piece = new byte[Math.min(capacity, check == null ? PIECE_BYTES : CHECKED_PIECE_BYTES)];
        this.encoded = new byte[(int) EncodedSegment.length(piece.length)];
    }

    boolean isEmpty() {
        return filled == 0;
    }

    boolean isFull() {
        return filled == capacity;
    }

    /** Read as many bytes of a buffer as fit. */
    void fill(DataBuffer image) {
        while (!isFull() && image.readableByteCount() > 0) {
            int count = Math.min(image.readableByteCount(), Math.min(piece.length - pending, capacity - filled));
            image.read(piece, pending, count);
            pending += count;
            filled += count;
            if (pending == piece.length) {
                encodePiece();
            }
        }
    }

    private void encodePiece() {
        Consumer<ByteBuffer> first = check;
        if (first != null) {
            check = null;
            first.accept(ByteBuffer.wrap(piece, 0, pending));
        }
        byte[] bytes = pending == piece.length ? piece : Arrays.copyOf(piece, pending);
        int length = Base64.getEncoder().encode(bytes, encoded);
        pending = 0;
        buffer = buffer == null ? factory.allocateBuffer((int) EncodedSegment.length(capacity)) : buffer;
        buffer.write(encoded, 0, length);
    }

    /** Return the block, which is not empty, and begin the next one. */
    DataBuffer take() {
        if (pending > 0) {
            encodePiece();
        }
        DataBuffer whole = Objects.requireNonNull(buffer, "empty");
        buffer = null;
        filled = 0;
        return whole;
    }

    void release() {
        DataBufferUtils.release(buffer);
        buffer = null;
    }
}
