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

    private static final int FTYP = fourCc("ftyp");

    private static final int MOOV = fourCc("moov");

    private static final int MDAT = fourCc("mdat");

    private static final int HEADER = 8;

    private static final int LARGE_HEADER = 16;

    /** The size field of a box whose length exceeds 32 bits. */
    private static final long SIZE_FOLLOWS = 1;

    /** The size field of a last box that extends to the end of the file. */
    private static final long SIZE_TO_END = 0;

    private final byte[] header = new byte[LARGE_HEADER];

    private int headerLength;

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
            } else {
                header[headerLength++] = (byte) bytes.applyAsInt(position++);
                fault = isHeaderWhole() ? beginBox() : null;
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
        if (headerLength > 0 || contentLeft > 0) {
            return "the video ends within a box";
        }
        if (!moov || !mdat) {
            return "the video has no " + (moov ? "mdat" : "moov") + " box";
        }
        return null;
    }

    private boolean isHeaderWhole() {
        return headerLength == (headerLength >= HEADER && size() == SIZE_FOLLOWS ? LARGE_HEADER : HEADER);
    }

    private @Nullable String beginBox() {
        int type = int32(4);
        if (first && type != FTYP) {
            return "the body is not an MP4: it does not begin with an ftyp box";
        }
        long size = size();
        toEnd = size == SIZE_TO_END;
        long length = size == SIZE_FOLLOWS ? int64(HEADER) : size;
        if (!toEnd && length < headerLength) {
            return "the body is not an MP4: a box of " + length + " bytes is shorter than its header";
        }
        contentLeft = toEnd ? 0 : length - headerLength;
        moov |= type == MOOV;
        mdat |= type == MDAT;
        first = false;
        headerLength = 0;
        return null;
    }

    private long size() {
        return int32(0) & 0xFFFF_FFFFL;
    }

    private int int32(int offset) {
        return (header[offset] & 0xFF) << 24
                | (header[offset + 1] & 0xFF) << 16
                | (header[offset + 2] & 0xFF) << 8
                | (header[offset + 3] & 0xFF);
    }

    private long int64(int offset) {
        return ((long) int32(offset) << 32) | (int32(offset + 4) & 0xFFFF_FFFFL);
    }

    private static int fourCc(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
