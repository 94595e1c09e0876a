package io.github.reactorchutes.test.video;

import java.util.Locale;

/**
 * A 5x7 dot-matrix font, so that captions need no installed font and look the same everywhere. A glyph has seven rows,
 * each a base-32 digit of five dots.
 */
final class Font {

    static final int ADVANCE = 6;
    static final int HEIGHT = 7;

    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"-+=*/()#%&@_";
    private static final String[] GLYPHS = {
        "ehhvhhh", "uhhuhhu", "ehggghe", "uhhhhhu", "vgguggv", "vgguggg", "ehgnhhe", "hhhvhhh", "e44444e", "72222ic",
        "hikokih", "ggggggv", "hrllhhh", "hhpljhh", "ehhhhhe", "uhhuggg", "ehhhlid", "uhhukih", "fgge11u", "v444444",
        "hhhhhhe", "hhhhha4", "hhhllla", "hha4ahh", "hha4444", "v1248gv", "ehjlphe", "4c4444e", "eh1248v", "v2421he",
        "26aiv22", "vgu11he", "68guhhe", "v124888", "ehhehhe", "ehhf12c", "00000cc", "0000c48", "0cc0cc0", "0cc0c48",
        "4444404", "eh12404", "4480000", "aa00000", "000v000", "044v440", "00v0v00", "04lel40", "01248g0", "2488842",
        "8422248", "aavavaa", "op248j3", "cik8lid", "ehnlngf", "000000v"
    };
    private static final String UNKNOWN = "vhhhhhv";

    private Font() {}

    /** Draw one line of text, cut off at the picture's edge. */
    static void draw(Picture picture, String text, int left, int top, int scale, int width, int rgb) {
        int x = left;
        for (char c : text.toUpperCase(Locale.ROOT).toCharArray()) {
            if (x + ADVANCE * scale > width) {
                return;
            }
            if (c != ' ') {
                drawGlyph(picture, glyph(c), x, top, scale, rgb);
            }
            x += ADVANCE * scale;
        }
    }

    private static String glyph(char c) {
        int index = CHARACTERS.indexOf(c);
        return index < 0 ? UNKNOWN : GLYPHS[index];
    }

    private static void drawGlyph(Picture picture, String glyph, int left, int top, int scale, int rgb) {
        for (int row = 0; row < HEIGHT; row++) {
            int dots = Character.digit(glyph.charAt(row), 32);
            for (int column = 0; column < 5; column++) {
                if (((dots >> (4 - column)) & 1) == 1) {
                    picture.fill(left + column * scale, top + row * scale, scale, scale, rgb);
                }
            }
        }
    }
}
