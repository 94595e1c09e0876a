package io.github.reactorchutes.request;

import org.springframework.core.io.buffer.DataBuffer;

/** Bytes of JSON that are already there. */
final class JsonBytes implements BodyPart {

    private final byte[] bytes;

    JsonBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.length;
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Reader open() {
        return this::read;
    }

    private void read(long position, int count, DataBuffer target) {
        target.write(bytes, (int) position, count);
    }
}
