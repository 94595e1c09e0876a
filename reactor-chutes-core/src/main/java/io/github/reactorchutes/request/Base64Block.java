package io.github.reactorchutes.request;

import java.util.Arrays;
import java.util.Base64;
import org.springframework.core.io.buffer.DataBuffer;

/** The working memory of one pass over an image: a block of it and the same block as base64. */
final class Base64Block {

    private static final int MAX_BYTES = BodyPart.MAX_CHUNK_BYTES / 4 * 3;

    private final byte[] block;
    private final byte[] encoded;

    Base64Block(long imageBytes) {
        this.block = new byte[(int) Math.min(imageBytes, MAX_BYTES)];
        this.encoded = new byte[(int) encodedLength(block.length)];
    }

    static long encodedLength(long imageBytes) {
        return (imageBytes + 2) / 3 * 4;
    }

    static long imagePosition(long encodedPosition) {
        return encodedPosition / 4 * 3;
    }

    /** Return the block to fill, whose first bytes are then encoded. */
    byte[] bytes() {
        return block;
    }

    void encode(int count, DataBuffer target) {
        byte[] source = count == block.length ? block : Arrays.copyOf(block, count);
        int length = Base64.getEncoder().encode(source, encoded);
        target.write(encoded, 0, length);
    }
}
