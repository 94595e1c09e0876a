package io.github.reactorchutes.examples.batch;

/**
 * Finds quotes that do not pair, by the rules of RFC 4180. A parser takes all that follows an unclosed quote for a single
 * field, which would be paid as one prompt.
 */
final class Quotes {

    private final String text;

    private final char delimiter;

    private int position;

    private long line = 1;

    private Quotes(String text, char delimiter) {
        this.text = text;
        this.delimiter = delimiter;
    }

    /** Report the first quote that does not pair; return whether there is none. */
    static boolean check(String text, char delimiter, LineProblems problems) {
        return new Quotes(text, delimiter).check(problems);
    }

    private boolean check(LineProblems problems) {
        while (position < text.length()) {
            if (text.charAt(position) == '"' && !quoted(problems)) {
                return false;
            }
            skipToNextField();
        }
        return true;
    }

    private boolean quoted(LineProblems problems) {
        long start = line;
        position++;
        while (position < text.length()) {
            if (text.charAt(position) != '"') {
                next();
            } else if (peek(1) == '"') {
                position += 2;
            } else {
                position++;
                return endsField(start, problems);
            }
        }
        problems.add(start, "the quote", "that opens a field in this line is never closed");
        return false;
    }

    private boolean endsField(long start, LineProblems problems) {
        char after = peek(0);
        if (position >= text.length() || after == delimiter || after == '\n' || after == '\r') {
            return true;
        }
        problems.add(
                start,
                "the quote",
                "that opens a field in this line is closed in line " + line
                        + ", but text follows; write a quote within a field twice");
        return false;
    }

    private void skipToNextField() {
        boolean more = true;
        while (more && position < text.length()) {
            char skipped = text.charAt(position);
            next();
            more = skipped != delimiter && skipped != '\n' && skipped != '\r';
        }
    }

    private void next() {
        char passed = text.charAt(position++);
        if (passed == '\n' || (passed == '\r' && peek(0) != '\n')) {
            line++;
        }
    }

    private char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : '\0';
    }
}
