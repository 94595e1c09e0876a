package io.github.reactorchutes.examples.cli;

/** Fits text into the columns of a terminal, where East Asian characters and emoji occupy two. */
final class Columns {

    /** First and last code points of the blocks of wide characters. */
    private static final int[][] WIDE = {
        {0x1100, 0x115f},
        {0x231a, 0x231b},
        {0x23e9, 0x23ec},
        {0x2e80, 0x303e},
        {0x3041, 0xa4cf},
        {0xa960, 0xa97c},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},
        {0xff01, 0xff60},
        {0xffe0, 0xffe6},
        {0x16fe0, 0x18aff},
        {0x1b000, 0x1b2ff},
        {0x1f004, 0x1f004},
        {0x1f0cf, 0x1f0cf},
        {0x1f18e, 0x1f19a},
        {0x1f200, 0x1f64f},
        {0x1f680, 0x1f6ff},
        {0x1f7e0, 0x1f7eb},
        {0x1f900, 0x1faff},
        {0x20000, 0x3fffd}
    };

    private Columns() {}

    /** Return as much of a line as fits. */
    static String cut(String line, int columns) {
        int used = 0;
        int end = 0;
        while (end < line.length()) {
            int character = line.codePointAt(end);
            used += width(character);
            if (used > columns) {
                break;
            }
            end += Character.charCount(character);
        }
        return line.substring(0, end);
    }

    /** Return the text without characters that control a terminal, which file names and servers can contain. */
    static String harmless(String text) {
        return text.replaceAll("\\p{Cntrl}", "?").replaceAll("[\\x{80}-\\x{9f}]", "?");
    }

    private static int width(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(character) ? 2 : 1;
        };
    }

    private static boolean isWide(int character) {
        for (int[] block : WIDE) {
            if (character >= block[0] && character <= block[1]) {
                return true;
            }
        }
        return false;
    }
}
