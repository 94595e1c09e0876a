package io.github.reactorchutes.test.video;

import java.util.Arrays;

/** Network abstraction layer units, escaped so that no start code appears inside one. */
final class NalUnit {

    static final int SLICE = 0x41;
    static final int KEY_SLICE = 0x65;
    static final int SEQUENCE_PARAMETERS = 0x67;
    static final int PICTURE_PARAMETERS = 0x68;

    private NalUnit() {}

    /** Return the unit's header byte and its payload with emulation prevention bytes (ITU-T H.264, 7.4.1). */
    static byte[] of(int header, byte[] payload) {
        byte[] unit = new byte[1 + payload.length + payload.length / 2];
        unit[0] = (byte) header;
        int length = 1;
        int zeros = 0;
        for (byte b : payload) {
            if (zeros == 2 && (b & 0xff) <= 3) {
                unit[length++] = 3;
                zeros = 0;
            }
            unit[length++] = b;
            zeros = b == 0 ? zeros + 1 : 0;
        }
        return Arrays.copyOf(unit, length);
    }
}
