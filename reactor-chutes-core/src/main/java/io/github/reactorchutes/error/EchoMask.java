package io.github.reactorchutes.error;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Masks the token and the prompts where received text repeats them. An echo is matched from its beginning and as far as
 * it goes, so that a truncated echo is found too, including its JSON and HTML escapes.
 */
final class EchoMask {

    /** A shorter text protects no secret and occurs in ordinary words. */
    private static final int MIN_LENGTH = 8;

    /** A match of this length is not a coincidence. */
    private static final int START_LENGTH = 16;

    private EchoMask() {}

    static String mask(String text, Collection<String> sent) {
        String masked = text;
        for (String secret : sent) {
            masked = mask(masked, spellings(secret));
        }
        return TokenMask.mask(masked);
    }

    private static Set<String> spellings(String secret) {
        String text = secret.strip();
        String beginning = text.length() <= BodyText.MAX_BYTES ? text : text.substring(0, BodyText.MAX_BYTES);
        Set<String> spellings = new LinkedHashSet<>();
        if (text.length() < MIN_LENGTH) {
            return spellings;
        }
        spellings.add(beginning);
        spellings.add(MessageText.line(beginning));
        spellings.add(json(beginning, false));
        spellings.add(json(beginning, true));
        spellings.add(beginning
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
        return spellings;
    }

    private static String json(String text, boolean ascii) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> escaped.append('\\').append((char) c);
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if ((ascii && c > '~') || c < ' ') {
                        escaped.append(String.format("\\u%04x", c));
                    } else {
                        escaped.append((char) c);
                    }
                }
            }
        });
        return escaped.toString();
    }

    private static String mask(String text, Set<String> spellings) {
        StringBuilder masked = new StringBuilder();
        int from = 0;
        for (int at = next(text, from, spellings); at >= 0; at = next(text, from, spellings)) {
            masked.append(text, from, at).append(TokenMask.MASK);
            from = at + longest(text, at, spellings);
        }
        String rest = text.substring(from);
        for (String spelling : spellings) {
            rest = withoutStartAtTheEnd(rest, start(spelling));
        }
        return masked.append(rest).toString();
    }

    /** Return the index at which any of the spellings begins, or -1. */
    private static int next(String text, int from, Set<String> spellings) {
        return spellings.stream()
                .mapToInt(spelling -> text.indexOf(start(spelling), from))
                .filter(at -> at >= 0)
                .min()
                .orElse(-1);
    }

    private static int longest(String text, int at, Set<String> spellings) {
        return spellings.stream()
                .mapToInt(spelling -> text.startsWith(start(spelling), at) ? commonLength(text, at, spelling) : 0)
                .max()
                .orElse(0);
    }

    private static String start(String spelling) {
        return spelling.substring(0, Math.min(START_LENGTH, spelling.length()));
    }

    private static int commonLength(String text, int at, String secret) {
        int max = Math.min(text.length() - at, secret.length());
        int length = 0;
        while (length < max && text.charAt(at + length) == secret.charAt(length)) {
            length++;
        }
        return length;
    }

    /** The read limit may truncate an echo that has just begun. */
    private static String withoutStartAtTheEnd(String text, String start) {
        for (int length = Math.min(start.length(), text.length()); length >= MIN_LENGTH; length--) {
            if (text.endsWith(start.substring(0, length))) {
                return text.substring(0, text.length() - length) + TokenMask.MASK;
            }
        }
        return text;
    }
}
