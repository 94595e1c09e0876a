package io.github.reactorchutes.sink;

import java.io.IOException;
import java.io.InputStream;
import java.util.ConcurrentModificationException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/** The reading side: converts buffers into bytes on a thread that may block. */
final class VideoInputStream extends InputStream {

    private final ReadAhead ahead = new ReadAhead();

    private final AtomicBoolean reading = new AtomicBoolean();

    ReadAhead receiver() {
        return ahead;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        requireBlockingThread();
        if (length == 0) {
            return 0;
        }
        if (!reading.compareAndSet(false, true)) {
            throw new ConcurrentModificationException("another thread is reading this video stream");
        }
        try {
            return readSome(target, offset, length);
        } finally {
            reading.set(false);
        }
    }

    private int readSome(byte[] target, int offset, int length) throws IOException {
        DataBuffer buffer = awaitBuffer();
        if (buffer == null) {
            return -1;
        }
        int read = Math.min(length, buffer.readableByteCount());
        try {
            buffer.read(target, offset, read);
        } finally {
            ahead.giveBack(buffer);
        }
        return read;
    }

    /** Wait for a non-empty buffer, or return {@code null} at the end of a complete video. */
    private @Nullable DataBuffer awaitBuffer() throws IOException {
        while (true) {
            DataBuffer buffer = ahead.take();
            if (buffer == null) {
                return null;
            }
            if (buffer.readableByteCount() > 0) {
                return buffer;
            }
            ahead.giveBack(buffer);
        }
    }

    private void requireBlockingThread() {
        if (EventLoops.mustNotBlockHere()) {
            close();
            throw new IllegalStateException("reading the stream of a video blocks, which is not supported in thread "
                    + Thread.currentThread().getName());
        }
    }

    @Override
    public void close() {
        ahead.close();
    }
}
