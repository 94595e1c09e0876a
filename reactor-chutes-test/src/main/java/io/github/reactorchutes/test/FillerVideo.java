package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A body of a chosen size with consistent MP4 boxes: {@code ftyp}, then one {@code mdat} filled with a pattern. */
final class FillerVideo implements ReplyBody {

    static final int MIN_BYTES = 40;

    private final long length;
    private final byte[] boxes;

    FillerVideo(long length) {
        if (length < MIN_BYTES) {
            throw new IllegalArgumentException("bytes must be at least " + MIN_BYTES + " but was " + length);
        }
        this.length = length;
        this.boxes = boxes(length);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copy(long offset, int count, ByteBuf target) {
        byte[] piece = new byte[count];
        for (int i = 0; i < count; i++) {
            piece[i] = at(offset + i);
        }
        target.writeBytes(piece);
    }

    private byte at(long offset) {
        return offset < boxes.length ? boxes[(int) offset] : (byte) (offset ^ (offset >>> 8));
    }

    private static byte[] boxes(long length) {
        ByteBuffer buffer = ByteBuffer.allocate(MIN_BYTES);
        buffer.putInt(24).put(ascii("ftypisom")).putInt(0x200).put(ascii("isommp41"));
        buffer.putInt(1).put(ascii("mdat")).putLong(length - 24);
        return buffer.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
