package io.github.reactorchutes.test.video;

import java.util.Arrays;

/**
 * A 4:2:0 picture kept in macroblock order: 256 luma samples, then 64 of each chroma plane, per 16x16 block. A
 * macroblock is therefore compared and written as one range.
 */
final class Picture {

    static final int MACROBLOCK_BYTES = 384;

    private static final int BLUE = 256;
    private static final int RED = 320;

    final int columns;
    final int rows;
    private final byte[] samples;

    Picture(int width, int height) {
        this.columns = (width + 15) / 16;
        this.rows = (height + 15) / 16;
        this.samples = new byte[columns * rows * MACROBLOCK_BYTES];
        fill(0, 0, columns * 16, rows * 16, 0);
    }

    byte[] samples() {
        return samples;
    }

    int macroblocks() {
        return columns * rows;
    }

    void copyFrom(Picture other) {
        System.arraycopy(other.samples, 0, samples, 0, samples.length);
    }

    boolean sameMacroblock(Picture other, int index) {
        int from = index * MACROBLOCK_BYTES;
        int to = from + MACROBLOCK_BYTES;
        return Arrays.equals(samples, from, to, other.samples, from, to);
    }

    void fill(int left, int top, int width, int height, int rgb) {
        for (int y = Math.max(0, top); y < Math.min(top + height, rows * 16); y++) {
            for (int x = Math.max(0, left); x < Math.min(left + width, columns * 16); x++) {
                set(x, y, rgb);
            }
        }
    }

    int rgb(int x, int y) {
        int block = block(x, y);
        int chroma = block + chroma(x, y);
        return Samples.rgb(samples[block + (y & 15) * 16 + (x & 15)], samples[chroma + BLUE], samples[chroma + RED]);
    }

    void set(int x, int y, int rgb) {
        int block = block(x, y);
        samples[block + (y & 15) * 16 + (x & 15)] = Samples.luma(rgb);
        if ((x & 1) == 0 && (y & 1) == 0) {
            int chroma = block + chroma(x, y);
            samples[chroma + BLUE] = Samples.blueDifference(rgb);
            samples[chroma + RED] = Samples.redDifference(rgb);
        }
    }

    private int block(int x, int y) {
        return ((y >> 4) * columns + (x >> 4)) * MACROBLOCK_BYTES;
    }

    private static int chroma(int x, int y) {
        return ((y & 15) >> 1) * 8 + ((x & 15) >> 1);
    }
}
