package io.github.reactorchutes.mp4;

import java.util.function.IntUnaryOperator;

/**
 * The content of a {@code sidx} box: the sizes of the fragments that follow it. It sums them while they stream, so that
 * its memory does not grow with their number. Not thread-safe.
 */
final class SegmentIndex {

    private static final int ENTRY = 12;

    private static final int SIZE_OF_ENTRY = 4;

    /** Where the first fragment begins, if the offset is 0: behind this box. */
    private final long anchor;

    private final long endOfEarlier;

    private long read;

    /** The last eight bytes. */
    private long word;

    /** Times and offsets have 32 bits in version 0 and 64 bits in version 1. */
    private boolean large;

    private long entries;

    private long offset;

    private long sum;

    SegmentIndex(long anchor, long endOfEarlier) {
        this.anchor = anchor;
        this.endOfEarlier = endOfEarlier;
    }

    void accept(int from, int count, IntUnaryOperator bytes) {
        for (int i = from; i < from + count && !isComplete(); i++) {
            word = word << 8 | (bytes.applyAsInt(i) & 0xFF);
            read++;
            interpret();
        }
    }

    private boolean isComplete() {
        return read >= header() && read >= header() + entries * ENTRY;
    }

    private int header() {
        return large ? 32 : 24;
    }

    private void interpret() {
        if (read == 1) {
            large = word == 1;
        } else if (read == header() - 4) {
            offset = large ? word : word & 0xFFFF_FFFFL;
        } else if (read == header()) {
            entries = word & 0xFFFF;
        } else if (read > header() && (read - header()) % ENTRY == SIZE_OF_ENTRY) {
            sum += word & 0x7FFF_FFFFL;
        }
    }

    /** Return the smallest size of a file that has all listed fragments; 0 if nothing is listed. */
    long end() {
        boolean plausible = sum > 0 && offset >= 0 && offset < Long.MAX_VALUE / 2;
        return Math.max(endOfEarlier, plausible ? anchor + offset + sum : 0);
    }
}
