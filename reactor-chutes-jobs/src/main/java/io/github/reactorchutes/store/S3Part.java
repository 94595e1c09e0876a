package io.github.reactorchutes.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.springframework.core.io.buffer.DataBuffer;
import software.amazon.awssdk.core.async.AsyncRequestBody;

/** A part that is filled, in pieces outside of the heap, which the next part of the upload uses again. */
final class S3Part {

    /** The SDK copies a piece to the heap for its checksum. */
    private static final int PIECE_BYTES = 64 * 1024;

    private final int capacity;

    private final Queue<ByteBuffer> free;

    private final List<ByteBuffer> pieces = new ArrayList<>();

    private int bytes;

    /**
     * Create an empty part.
     *
     * @param capacity the number of bytes of a full part
     * @param free the pieces that are not in use
     */
    S3Part(int capacity, Queue<ByteBuffer> free) {
        this.capacity = capacity;
        this.free = free;
    }

    /** Copy what fits. */
    void fill(DataBuffer source) {
        while (source.readableByteCount() > 0 && !isFull()) {
            ByteBuffer piece = pieceWithRoom();
            int length = Math.min(Math.min(source.readableByteCount(), piece.remaining()), capacity - bytes);
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
        ByteBuffer used = free.poll();
        ByteBuffer piece = used == null ? ByteBuffer.allocateDirect(PIECE_BYTES) : used.clear();
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

    /** Give the pieces to the next part, once the bucket has accepted this one and nobody reads them any more. */
    void recycle() {
        free.addAll(pieces);
    }
}
