package io.github.reactorchutes.upload;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.springframework.core.io.buffer.DataBuffer;

/** The bytes of an image that a stream returns. */
final class StreamInput implements ImageInput {

    private static final int SCRATCH_BYTES = 8 * 1024;

    private final InputStream stream;

    private final DataBuffer block;

    private final byte[] scratch;

    StreamInput(InputStream stream, DataBuffer block) {
        this.stream = stream;
        this.block = block;
        this.scratch = new byte[Math.min(block.capacity(), SCRATCH_BYTES)];
    }

    static InputStream open(Callable<? extends InputStream> opener) throws IOException {
        try {
            return Objects.requireNonNull(opener.call(), "the opener returned null instead of a stream");
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the stream of the image could not be opened", e);
        }
    }

    @Override
    public boolean read() throws IOException {
        int count = 0;
        while (count >= 0 && block.writableByteCount() > 0) {
            count = stream.read(scratch, 0, Math.min(scratch.length, block.writableByteCount()));
            block.write(scratch, 0, Math.max(count, 0));
        }
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
