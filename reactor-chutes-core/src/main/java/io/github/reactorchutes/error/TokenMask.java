package io.github.reactorchutes.error;

import java.util.regex.Pattern;

/** Masks credentials in text that came from outside: what looks like one of the platform, and the one that was sent. */
final class TokenMask {

    private static final String MASK = "***";

    /** Ends where a quote or a bracket ends a token, so that what is said around it stays readable. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i:bearer\\s+)[\\w.~+/=-]+|\\b(?:cpk|cak)_[\\w.-]+|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    /** What is shorter keeps no secret, and is found in every other word. */
    private static final int MIN_TOKEN = 8;

    private TokenMask() {}

    static String mask(String text) {
        return CREDENTIAL.matcher(text).replaceAll(MASK);
    }

    static String mask(String text, String token) {
        return mask(token.length() < MIN_TOKEN ? text : text.replace(token, MASK));
    }
}
