package io.github.reactorchutes.mp4;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the top-level boxes of a streamed MP4 in constant memory: {@code ftyp} comes first, every box has its
 * declared length, {@code moov} and {@code mdat} are present, and the file ends at the end of a box. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Mp4Boxes {

    private static final int FTYP = BoxHeader.type("ftyp");

    private static final int MOOV = BoxHeader.type("moov");

    private static final int MDAT = BoxHeader.type("mdat");

    private final BoxHeader header = new BoxHeader();

    private long contentLeft;

    private boolean toEnd;

    private boolean first = true;

    private boolean moov;

    private boolean mdat;

    private @Nullable String fault;

    /** Create a verifier positioned before the first byte. */
    public Mp4Boxes() {}

    /**
     * Process the next bytes.
     *
     * @param length the number of bytes
     * @param bytes returns the byte at an index from 0; called only for box headers
     * @return the problem, or {@code null} if this can still become an MP4; a problem is permanent
     */
    public @Nullable String accept(int length, IntUnaryOperator bytes) {
        int position = 0;
        while (position < length && !toEnd && fault == null) {
            if (contentLeft > 0) {
                long skipped = Math.min(contentLeft, length - position);
                contentLeft -= skipped;
                position += (int) skipped;
            } else if (header.add((byte) bytes.applyAsInt(position++))) {
                fault = beginBox();
            }
        }
        return fault;
    }

    /**
     * Complete the verification after the last byte.
     *
     * @return the problem, or {@code null} if this is an MP4
     */
    public @Nullable String finish() {
        if (fault != null) {
            return fault;
        }
        if (header.isPartial() || contentLeft > 0) {
            return "the video ends within a box";
        }
        if (!moov || !mdat) {
            return "the video has no " + (moov ? "mdat" : "moov") + " box";
        }
        return null;
    }

    private @Nullable String beginBox() {
        if (first && !header.is(FTYP)) {
            return "the body is not an MP4: it does not begin with an ftyp box";
        }
        toEnd = header.isToEnd();
        if (!toEnd && header.contentSize() < 0) {
            return "the body is not an MP4: a box of " + header.size() + " bytes is shorter than its header";
        }
        contentLeft = toEnd ? 0 : header.contentSize();
        moov |= header.is(MOOV);
        mdat |= header.is(MDAT);
        first = false;
        return null;
    }
}
