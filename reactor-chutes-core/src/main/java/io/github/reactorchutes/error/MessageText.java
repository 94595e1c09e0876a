package io.github.reactorchutes.error;

/** Makes text that came from outside fit for a message: one line of bounded length, without credentials. */
final class MessageText {

    private static final String NOT_OF_ONE_LINE = "[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+";

    private MessageText() {}

    static String of(String text, int maxLength) {
        String line = TokenMask.mask(text).replaceAll(NOT_OF_ONE_LINE, " ").strip();
        return line.length() <= maxLength ? line : line.substring(0, maxLength) + "...";
    }
}
