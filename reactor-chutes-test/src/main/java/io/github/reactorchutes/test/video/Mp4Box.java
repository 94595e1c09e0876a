package io.github.reactorchutes.test.video;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Builds the boxes of an ISO base media file. */
final class Mp4Box {

    private Mp4Box() {}

    static byte[] box(String type, byte[]... content) {
        byte[] payload = bytes(content);
        return bytes(ints(8 + payload.length), type.getBytes(StandardCharsets.US_ASCII), payload);
    }

    static byte[] bytes(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer joined = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            joined.put(part);
        }
        return joined.array();
    }

    static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        buffer.asIntBuffer().put(values);
        return buffer.array();
    }

    static byte[] shorts(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(2 * values.length);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }
}
