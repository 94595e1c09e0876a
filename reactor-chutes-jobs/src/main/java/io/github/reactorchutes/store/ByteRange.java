package io.github.reactorchutes.store;

/**
 * A part of a video, as in an HTTP {@code Range}.
 *
 * @since 0.1.0
 */
public final class ByteRange {

    private static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    private final long first;

    private final long length;

    private ByteRange(long first, long length) {
        this.first = first;
        this.length = length;
    }

    /** {@return the whole video} */
    public static ByteRange all() {
        return ALL;
    }

    /**
     * Begin at a byte and continue to the end.
     *
     * @param first the index of the first byte, from 0
     * @return the range
     * @throws IllegalArgumentException if it is negative
     */
    public static ByteRange from(long first) {
        return of(first, Long.MAX_VALUE);
    }

    /**
     * Take a number of bytes, or fewer at the end of the video.
     *
     * @param first the index of the first byte, from 0
     * @param length the number of bytes, 1 or more
     * @return the range
     * @throws IllegalArgumentException if a number is out of bounds
     */
    public static ByteRange of(long first, long length) {
        if (first < 0) {
            throw new IllegalArgumentException("first must be 0 or more but was " + first);
        }
        if (length < 1) {
            throw new IllegalArgumentException("length must be 1 or more but was " + length);
        }
        return new ByteRange(first, length);
    }

    /** {@return the index of the first byte, from 0} */
    public long first() {
        return first;
    }

    /** {@return the largest number of bytes; {@link Long#MAX_VALUE} for all} */
    public long length() {
        return length;
    }

    @Override
    public String toString() {
        return "ByteRange[first=" + first + ", length=" + length + "]";
    }
}
