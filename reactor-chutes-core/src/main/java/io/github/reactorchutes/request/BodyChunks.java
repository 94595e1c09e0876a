package io.github.reactorchutes.request;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * One pass over the parts of a body: all of it in one buffer if it fits, otherwise a buffer at a time. Opens a part when
 * its first byte is asked for.
 */
final class BodyChunks implements Closeable {

    private static final BodyPart.Reader NOT_OPEN = (position, count, target) -> {};

    private final Iterator<BodyPart> parts;
    private final long length;
    private final DataBufferFactory factory;

    private BodyPart.Reader reader = NOT_OPEN;
    private long position;
    private long left;

    BodyChunks(List<BodyPart> parts, long length, DataBufferFactory factory) {
        this.parts = parts.iterator();
        this.length = length;
        this.factory = factory;
    }

    boolean hasNext() {
        return left > 0 || parts.hasNext();
    }

    DataBuffer next() throws IOException {
        return length <= BodyPart.MAX_CHUNK_BYTES ? all() : chunk();
    }

    private DataBuffer all() throws IOException {
        DataBuffer all = factory.allocateBuffer((int) length);
        try {
            while (hasNext()) {
                openNext();
                read((int) left, all);
            }
            return all;
        } catch (Throwable e) {
            DataBufferUtils.release(all);
            throw e;
        }
    }

    private DataBuffer chunk() throws IOException {
        if (left == 0) {
            openNext();
        }
        int count = (int) Math.min(left, BodyPart.MAX_CHUNK_BYTES);
        DataBuffer chunk = factory.allocateBuffer(count);
        try {
            read(count, chunk);
            return chunk;
        } catch (Throwable e) {
            DataBufferUtils.release(chunk);
            throw e;
        }
    }

    private void openNext() throws IOException {
        close();
        BodyPart part = parts.next();
        reader = part.open();
        position = 0;
        left = part.length();
    }

    private void read(int count, DataBuffer target) throws IOException {
        reader.read(position, count, target);
        position += count;
        left -= count;
    }

    @Override
    public void close() {
        reader.close();
        reader = NOT_OPEN;
    }
}
