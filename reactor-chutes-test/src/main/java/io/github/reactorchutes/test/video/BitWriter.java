package io.github.reactorchutes.test.video;

import java.util.Arrays;

/** Writes the bit fields of an H.264 raw byte sequence payload. */
final class BitWriter {

    private byte[] bytes;
    private int length;
    private int current;
    private int filled;

    BitWriter(int expectedBytes) {
        this.bytes = new byte[expectedBytes];
    }

    /** Write {@code u(n)}: the low bits of a value, most significant first. */
    BitWriter u(int bits, int value) {
        for (int i = bits - 1; i >= 0; i--) {
            bit((value >> i) & 1);
        }
        return this;
    }

    /** Write {@code ue(v)}: an unsigned Exp-Golomb code. */
    BitWriter ue(int value) {
        int code = value + 1;
        int size = 32 - Integer.numberOfLeadingZeros(code);
        return u(size - 1, 0).u(size, code);
    }

    /** Write {@code se(v)}: a signed Exp-Golomb code. */
    BitWriter se(int value) {
        return ue(value > 0 ? 2 * value - 1 : -2 * value);
    }

    /** Fill the current byte with zero bits. */
    BitWriter align() {
        while (filled > 0) {
            bit(0);
        }
        return this;
    }

    /** Append whole bytes at a byte boundary. */
    BitWriter bytes(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** End the payload with {@code rbsp_trailing_bits} and return it. */
    byte[] payload() {
        u(1, 1).align();
        return Arrays.copyOf(bytes, length);
    }

    private void bit(int bit) {
        current = (current << 1) | bit;
        if (++filled == 8) {
            reserve(1);
            bytes[length++] = (byte) current;
            current = 0;
            filled = 0;
        }
    }

    private void reserve(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
