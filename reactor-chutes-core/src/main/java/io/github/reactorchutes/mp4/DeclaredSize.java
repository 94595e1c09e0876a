package io.github.reactorchutes.mp4;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The size that the first bytes of a RIFF or Matroska file declare. */
final class DeclaredSize {

    static final long UNKNOWN = -1;

    private static final int RIFF = BoxHeader.type("RIFF");

    private static final int EBML = 0x1A45DFA3;

    private static final int SEGMENT = 0x18538067;

    /** Writers that do not know the size yet declare 0, or one near 2 or 4 GiB. */
    private static final long LARGEST_RIFF = 0x7FFF_0000L;

    private DeclaredSize() {}

    /** Return the size of the whole file; {@link #UNKNOWN} if it declares none. */
    static long of(ByteBuffer opening) {
        try {
            int signature = opening.getInt();
            if (signature == RIFF) {
                return riff(opening);
            }
            return signature == EBML ? matroska(opening) : UNKNOWN;
        } catch (BufferUnderflowException | IllegalArgumentException notInTheOpening) {
            return UNKNOWN;
        }
    }

    private static long riff(ByteBuffer opening) {
        long content =
                Integer.toUnsignedLong(opening.order(ByteOrder.LITTLE_ENDIAN).getInt());
        return content == 0 || content >= LARGEST_RIFF ? UNKNOWN : content + 8;
    }

    /** The segment behind the header is the rest of the file. */
    private static long matroska(ByteBuffer opening) {
        long header = variableLength(opening);
        opening.position((int) Math.min(opening.position() + header, Integer.MAX_VALUE));
        if (header == UNKNOWN || opening.getInt() != SEGMENT) {
            return UNKNOWN;
        }
        long segment = variableLength(opening);
        return segment == UNKNOWN ? UNKNOWN : opening.position() + segment;
    }

    /** The zeros before the first one bit are the number of further bytes; all other bits set mean an unknown size. */
    private static long variableLength(ByteBuffer opening) {
        int first = opening.get() & 0xFF;
        int further = Integer.numberOfLeadingZeros(first) - 24;
        long value = first & (0x7F >> further);
        for (int i = 0; i < further; i++) {
            value = (value << 8) | (opening.get() & 0xFF);
        }
        boolean unknown = further > 7 || value == (1L << (7 * (further + 1))) - 1;
        return unknown ? UNKNOWN : value;
    }
}
