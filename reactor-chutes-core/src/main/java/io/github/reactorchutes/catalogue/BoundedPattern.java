package io.github.reactorchutes.catalogue;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Matches a text against a pattern that somebody else wrote, without letting a pattern that backtracks take forever.
 * Patterns of JSON Schema are those of JavaScript: one that Java does not understand is not checked.
 */
final class BoundedPattern {

    private static final int MAX_PATTERN = 500;

    /** The matcher recurses once or more for each character. */
    private static final int MAX_TEXT = 500;

    private static final int MAX_STEPS = 100_000;

    private BoundedPattern() {}

    /** Return whether a text certainly does not match. */
    static boolean excludes(String pattern, String text) {
        if (pattern.length() > MAX_PATTERN || text.length() > MAX_TEXT) {
            return false;
        }
        try {
            return !Pattern.compile(pattern).matcher(new Counted(text)).find();
        } catch (PatternSyntaxException | TooManyStepsException undecided) {
            return false;
        }
    }

    /** A text that can only be looked at so many times. */
    private static final class Counted implements CharSequence {

        private final String text;

        private int steps;

        private Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > MAX_STEPS) {
                throw new TooManyStepsException();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final class TooManyStepsException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private TooManyStepsException() {
            super("the pattern takes too many steps", null, false, false);
        }
    }
}
