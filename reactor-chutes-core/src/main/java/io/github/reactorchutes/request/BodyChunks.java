package io.github.reactorchutes.request;

import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;

/** One pass over the parts of a body, a buffer at a time. Opens a part when its first byte is asked for. */
final class BodyChunks implements Closeable {

    private final Iterator<BodyPart> parts;
    private final DataBufferFactory factory;

    private BodyPart.@Nullable Reader reader;
    private long position;
    private long left;

    BodyChunks(List<BodyPart> parts, DataBufferFactory factory) {
        this.parts = parts.iterator();
        this.factory = factory;
    }

    boolean hasNext() {
        return left > 0 || parts.hasNext();
    }

    DataBuffer next() throws IOException {
        BodyPart.Reader current = left > 0 && reader != null ? reader : openNext();
        int count = (int) Math.min(left, BodyPart.MAX_CHUNK_BYTES);
        DataBuffer chunk = factory.allocateBuffer(count);
        try {
            read(current, count, chunk);
            return chunk;
        } catch (Throwable e) {
            DataBufferUtils.release(chunk);
            throw e;
        }
    }

    /** Return everything as one buffer, of the length that the parts add up to. */
    DataBuffer nextAll(int length) throws IOException {
        DataBuffer all = factory.allocateBuffer(length);
        try {
            while (hasNext()) {
                BodyPart.Reader opened = openNext();
                read(opened, (int) left, all);
            }
            return all;
        } catch (Throwable e) {
            DataBufferUtils.release(all);
            throw e;
        }
    }

    private BodyPart.Reader openNext() throws IOException {
        close();
        BodyPart part = parts.next();
        BodyPart.Reader opened = part.open();
        reader = opened;
        position = 0;
        left = part.length();
        return opened;
    }

    private void read(BodyPart.Reader current, int count, DataBuffer target) throws IOException {
        current.read(position, count, target);
        position += count;
        left -= count;
    }

    @Override
    public void close() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }
}
