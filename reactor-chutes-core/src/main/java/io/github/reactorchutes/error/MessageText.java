package io.github.reactorchutes.error;

import java.util.regex.Pattern;

/** Turns received text into message text: one line of bounded length, without credentials. */
final class MessageText {

    /** Control and format characters, lone surrogates, unassigned characters, line separators. */
    private static final Pattern NOT_OF_ONE_LINE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]+");

    private static final Pattern BLANKS = Pattern.compile(" {2,}");

    private MessageText() {}

    static String of(String text, int maxLength) {
        String line = line(TokenMask.mask(text));
        return line.length() <= maxLength ? line : line.substring(0, cut(line, maxLength)) + "...";
    }

    static String line(String text) {
        String line = NOT_OF_ONE_LINE.matcher(text).replaceAll(" ");
        return BLANKS.matcher(line).replaceAll(" ").strip();
    }

    private static int cut(String line, int maxLength) {
        return Character.isHighSurrogate(line.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
    }
}
