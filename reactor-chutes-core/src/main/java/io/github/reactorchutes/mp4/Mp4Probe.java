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

    private static final int MOOV = BoxHeader.type("moov");

    private static final int MAX_MOOV_BYTES = 4 * 1024 * 1024;

    private final BoxHeader header = new BoxHeader();

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
            } else if (header.add(bytes.get())) {
                beginBox();
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

    private void beginBox() {
        boolean isMoov = header.is(MOOV);
        contentLeft = header.contentSize();
        moov = isMoov ? new ByteArrayOutputStream() : null;
        done = contentLeft < 0 || (isMoov && contentLeft > MAX_MOOV_BYTES);
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
