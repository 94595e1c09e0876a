package io.github.reactorchutes.mp4;

import java.util.Set;

/**
 * Parses the headers of consecutive boxes: a 32-bit size and a type, followed by a 64-bit size if the first one is 1. A
 * size of 0 means that the last box extends to the end of the file. Not thread-safe.
 */
final class BoxHeader {

    private static final int SHORT = 8;

    private static final int LARGE = 16;

    private static final int SIZE_FOLLOWS = 1;

    private static final int SIZE_TO_END = 0;

    private final byte[] bytes = new byte[LARGE];

    private int length;

    /**
     * Add the next byte, which begins a new header if this one is complete; return whether the header is now complete.
     */
    boolean add(byte next) {
        if (isWhole()) {
            length = 0;
        }
        bytes[length++] = next;
        return isWhole();
    }

    private boolean isWhole() {
        return length == (isLarge() ? LARGE : SHORT);
    }

    private boolean isLarge() {
        return length >= SHORT && int32(0) == SIZE_FOLLOWS;
    }

    /** Return whether a header has begun and is incomplete. */
    boolean isPartial() {
        return length > 0 && !isWhole();
    }

    /** Return whether the bytes so far may begin another box: its size is below 16 MiB, and neither padding nor text. */
    boolean mayBeginBox() {
        for (int i = 1; i < length; i++) {
            if (bytes[i] != 0) {
                return bytes[0] == 0;
            }
        }
        return false;
    }

    /** Return whether this header has a possible size, and a type in printable characters. */
    boolean isValid() {
        return (isToEnd() || contentSize() >= 0)
                && isPrintable(bytes[4])
                && isPrintable(bytes[5])
                && isPrintable(bytes[6])
                && isPrintable(bytes[7]);
    }

    /** QuickTime begins types with a copyright sign. */
    private static boolean isPrintable(byte letter) {
        return (letter >= ' ' && letter < 0x7F) || letter == (byte) 0xA9;
    }

    boolean isIn(Set<Integer> types) {
        return types.contains(int32(4));
    }

    boolean is(int type) {
        return int32(4) == type;
    }

    boolean isToEnd() {
        return int32(0) == SIZE_TO_END;
    }

    /** Return the size of the box, including this header. */
    long size() {
        return isLarge() ? (long) int32(SHORT) << 32 | unsigned(int32(SHORT + 4)) : unsigned(int32(0));
    }

    /** Return the size of the content behind this header; -1 if the box is shorter than its header. */
    long contentSize() {
        return size() < length ? -1 : size() - length;
    }

    private int int32(int offset) {
        return (bytes[offset] & 0xFF) << 24
                | (bytes[offset + 1] & 0xFF) << 16
                | (bytes[offset + 2] & 0xFF) << 8
                | (bytes[offset + 3] & 0xFF);
    }

    private static long unsigned(int value) {
        return value & 0xFFFF_FFFFL;
    }

    /** Return the number of a type with a name of four characters. */
    static int type(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }
}
