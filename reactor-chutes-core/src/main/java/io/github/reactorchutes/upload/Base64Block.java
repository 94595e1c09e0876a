package io.github.reactorchutes.upload;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;

/** A block of an image. Its size is a multiple of three bytes, so only the last block is padded. */
final class Base64Block {

    static final int MAX_BYTES = Segment.MAX_BUFFER_BYTES / 4 * 3;

    private final Consumer<ByteBuffer> check;

    private final DataBufferFactory factory;

    private final byte[] block;

    private final byte[] encoded;

    private int filled;

    private boolean checked;

    Base64Block(long imageBytes, Consumer<ByteBuffer> check, DataBufferFactory factory) {
        this.check = check;
        this.factory = factory;
        this.block = new byte[(int) Math.min(imageBytes, MAX_BYTES)];
        this.encoded = new byte[(int) EncodedSegment.length(block.length)];
    }

    boolean isEmpty() {
        return filled == 0;
    }

    boolean isFull() {
        return filled == block.length;
    }

    /** Read as many bytes of a buffer as fit. */
    void fill(DataBuffer buffer) {
        int count = Math.min(buffer.readableByteCount(), block.length - filled);
        buffer.read(block, filled, count);
        filled += count;
    }

    /** Return the block as base64, and clear it. */
    DataBuffer encode() {
        if (!checked) {
            checked = true;
            check.accept(ByteBuffer.wrap(block, 0, filled));
        }
        byte[] bytes = isFull() ? block : Arrays.copyOf(block, filled);
        int length = Base64.getEncoder().encode(bytes, encoded);
        filled = 0;
        DataBuffer buffer = factory.allocateBuffer(length);
        try {
            return buffer.write(encoded, 0, length);
        } catch (Throwable e) {
            DataBufferUtils.release(buffer);
            throw e;
        }
    }
}
