package io.github.reactorchutes.test.video;

import org.jspecify.annotations.Nullable;

/**
 * Encodes pictures without loss: the first as I_PCM macroblocks, each later one as P_Skip for unchanged and I_PCM for
 * changed macroblocks.
 */
final class H264Encoder {

    private static final int P_SLICE = 5;
    private static final int I_SLICE = 7;
    private static final int I_PCM = 25;
    private static final int INTRA_TYPES_IN_P_SLICE = 5;

    private @Nullable Picture previous;
    private int frameNumber;

    /** Return the picture's one slice. */
    byte[] encode(Picture picture) {
        Picture reference = previous;
        byte[] unit = reference == null ? keySlice(picture) : slice(picture, reference);
        remember(picture);
        return unit;
    }

    private void remember(Picture picture) {
        if (previous == null) {
            previous = new Picture(picture.columns * 16, picture.rows * 16);
        }
        previous.copyFrom(picture);
        frameNumber = (frameNumber + 1) & 15;
    }

    private byte[] keySlice(Picture picture) {
        BitWriter bits = new BitWriter(picture.samples().length * 102 / 100 + 64);
        bits.ue(0).ue(I_SLICE).ue(0).u(4, 0).ue(0);
        bits.u(1, 0).u(1, 0); // no_output_of_prior_pics_flag, long_term_reference_flag
        quality(bits);
        for (int i = 0; i < picture.macroblocks(); i++) {
            pcm(bits.ue(I_PCM), picture, i);
        }
        return NalUnit.of(NalUnit.KEY_SLICE, bits.payload());
    }

    private byte[] slice(Picture picture, Picture reference) {
        BitWriter bits = new BitWriter(16 * 1024);
        bits.ue(0).ue(P_SLICE).ue(0).u(4, frameNumber);
        bits.u(1, 0).u(1, 0).u(1, 0); // references as they are, sliding window
        quality(bits);
        int skipped = 0;
        for (int i = 0; i < picture.macroblocks(); i++) {
            if (picture.sameMacroblock(reference, i)) {
                skipped++;
            } else {
                pcm(bits.ue(skipped).ue(INTRA_TYPES_IN_P_SLICE + I_PCM), picture, i);
                skipped = 0;
            }
        }
        if (skipped > 0) {
            bits.ue(skipped);
        }
        return NalUnit.of(NalUnit.SLICE, bits.payload());
    }

    private static void quality(BitWriter bits) {
        bits.se(0).ue(1); // slice_qp_delta, disable_deblocking_filter_idc
    }

    private static void pcm(BitWriter bits, Picture picture, int index) {
        int size = Picture.MACROBLOCK_BYTES;
        bits.align().bytes(picture.samples(), index * size, size);
    }
}
