package io.github.reactorchutes.test.video;

/** The two parameter sets of a constrained-baseline stream: progressive, one reference, output in decoding order. */
final class ParameterSets {

    static final int BASELINE = 66;
    static final int CONSTRAINED = 0xC0;
    static final int LEVEL_5_1 = 51;

    private static final int UNSPECIFIED_FORMAT = 5;
    private static final int SMPTE_170M = 6;

    private ParameterSets() {}

    static byte[] sequence(Picture picture, int width, int height, int fps) {
        BitWriter bits = new BitWriter(64).u(8, BASELINE).u(8, CONSTRAINED).u(8, LEVEL_5_1);
        bits.ue(0).ue(0); // seq_parameter_set_id, log2_max_frame_num_minus4
        bits.ue(2); // pic_order_cnt_type: output order is decoding order
        bits.ue(1).u(1, 0); // max_num_ref_frames, gaps_in_frame_num_value_allowed_flag
        bits.ue(picture.columns - 1).ue(picture.rows - 1);
        bits.u(1, 1).u(1, 1); // frame_mbs_only_flag, direct_8x8_inference_flag
        crop(bits, picture.columns * 16 - width, picture.rows * 16 - height);
        usability(bits, fps);
        return NalUnit.of(NalUnit.SEQUENCE_PARAMETERS, bits.payload());
    }

    static byte[] picture() {
        BitWriter bits = new BitWriter(16).ue(0).ue(0);
        bits.u(1, 0).u(1, 0); // CAVLC, no bottom-field order
        bits.ue(0).ue(0).ue(0); // one slice group, one reference in each list
        bits.u(1, 0).u(2, 0); // no weighted prediction
        bits.se(0).se(0).se(0); // quantisers as they are: nothing is quantised
        bits.u(1, 1).u(1, 0).u(1, 0); // deblocking control present
        return NalUnit.of(NalUnit.PICTURE_PARAMETERS, bits.payload());
    }

    private static void crop(BitWriter bits, int right, int bottom) {
        if (right == 0 && bottom == 0) {
            bits.u(1, 0);
        } else {
            bits.u(1, 1).ue(0).ue(right / 2).ue(0).ue(bottom / 2);
        }
    }

    private static void usability(BitWriter bits, int fps) {
        bits.u(1, 1).u(1, 0).u(1, 0); // VUI present, no aspect ratio, no overscan
        bits.u(1, 1).u(3, UNSPECIFIED_FORMAT).u(1, 0).u(1, 1); // 16..235, with a colour description
        bits.u(8, SMPTE_170M).u(8, SMPTE_170M).u(8, SMPTE_170M);
        bits.u(1, 0); // chroma location
        bits.u(1, 1).u(32, 1).u(32, 2 * fps).u(1, 1); // timing in fields, fixed rate
        bits.u(1, 0).u(1, 0).u(1, 0); // no HRD, no picture structure
        bits.u(1, 1).u(1, 1).ue(0).ue(0).ue(16).ue(16).ue(0).ue(1); // no reordering, one frame buffered
    }
}
