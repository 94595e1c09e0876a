package io.github.reactorchutes.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/** A part that is filled, in pieces, because a heap that is nearly full has no room for large arrays. */
final class S3Part {

    /** With its header it is 1/16 of the smallest region of G1, so that nothing is wasted. */
    private static final int PIECE_BYTES = 64 * 1024 - 16;

    private final int capacity;

    private final List<ByteBuffer> pieces = new ArrayList<>();

    private int bytes;

    S3Part(int capacity) {
        this.capacity = capacity;
    }

    /** Copy what fits. */
    void fill(DataBuffer source) {
        while (source.readableByteCount() > 0 && !isFull()) {
            ByteBuffer piece = pieceWithRoom();
            int length = Math.min(source.readableByteCount(), piece.remaining());
            source.toByteBuffer(source.readPosition(), piece, piece.position(), length);
            source.readPosition(source.readPosition() + length);
            piece.position(piece.position() + length);
            bytes += length;
        }
    }

    private ByteBuffer pieceWithRoom() {
        ByteBuffer last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
        if (last != null && last.hasRemaining()) {
            return last;
        }
        ByteBuffer piece = ByteBuffer.allocate(Math.min(PIECE_BYTES, capacity - bytes));
        pieces.add(piece);
        return piece;
    }

    boolean isFull() {
        return bytes == capacity;
    }

    int bytes() {
        return bytes;
    }

    /** Return a body that can be sent again; nothing may be added any more. */
    AsyncRequestBody body() {
        return AsyncRequestBody.fromByteBuffersUnsafe(
                pieces.stream().map(piece -> piece.duplicate().flip()).toArray(ByteBuffer[]::new));
    }
}
