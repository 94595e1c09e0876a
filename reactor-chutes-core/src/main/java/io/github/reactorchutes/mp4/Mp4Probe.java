package io.github.reactorchutes.mp4;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the facts of a streamed MP4. It buffers only the {@code moov} box, of at most 4 MiB, until that is complete. It
 * never fails: invalid or truncated input has no facts. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Mp4Probe {

    private static final int MOOV = 0x6d6f6f76;

    private static final int MAX_MOOV_BYTES = 4 * 1024 * 1024;

    private static final int HEADER = 8;

    private static final int LARGE_HEADER = 16;

    /** The size field of a box whose length exceeds 32 bits. */
    private static final int SIZE_FOLLOWS = 1;

    private final ByteBuffer header = ByteBuffer.allocate(LARGE_HEADER).limit(HEADER);

    private long contentLeft;

    private @Nullable ByteArrayOutputStream moov;

    private boolean done;

    private @Nullable Mp4Facts facts;

    /** Create a probe positioned before the first byte. */
    public Mp4Probe() {}

    /**
     * Process the next bytes, from the position to the limit; this moves the position.
     *
     * @param bytes the next bytes
     */
    public void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining() && !done) {
            if (contentLeft > 0) {
                pass(bytes, (int) Math.min(contentLeft, bytes.remaining()));
            } else {
                header.put(bytes.get());
                if (!header.hasRemaining()) {
                    headerRead();
                }
            }
        }
    }

    /**
     * Return the facts found so far.
     *
     * @return the facts, or {@code null} if none were found yet; a fragmented file has none
     */
    public @Nullable Mp4Facts facts() {
        return facts;
    }

    private void headerRead() {
        boolean large = header.getInt(0) == SIZE_FOLLOWS;
        if (large && header.limit() == HEADER) {
            header.limit(LARGE_HEADER);
            return;
        }
        long size = large ? header.getLong(HEADER) : header.getInt(0) & 0xFFFF_FFFFL;
        contentLeft = size - header.limit();
        boolean isMoov = header.getInt(4) == MOOV;
        moov = isMoov ? new ByteArrayOutputStream() : null;
        done = contentLeft < 0 || (isMoov && contentLeft > MAX_MOOV_BYTES);
        header.clear().limit(HEADER);
    }

    private void pass(ByteBuffer bytes, int count) {
        contentLeft -= count;
        if (moov == null) {
            bytes.position(bytes.position() + count);
            return;
        }
        byte[] piece = new byte[count];
        bytes.get(piece);
        moov.writeBytes(piece);
        if (contentLeft == 0) {
            done = true;
            facts = MovieBox.facts(ByteBuffer.wrap(moov.toByteArray()));
            moov = null;
        }
    }
}
