package io.github.reactorchutes.error;

import java.util.regex.Pattern;

/** Masks text that looks like a secret in received text: platform credentials, and long base64 such as an image. */
final class TokenMask {

    static final String MASK = "***";

    /** Ends at the quote or bracket that ends a token, so that the surrounding text stays readable. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i:bearer\\s+)[\\w.~+/=-]+|\\b(?:cpk|cak)_[\\w.-]+|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private static final String BASE64 = "[A-Za-z0-9+/]";

    /** Requires three kinds of characters, so that a line of dashes or of one letter stays. */
    private static final Pattern IMAGE = Pattern.compile("(?<!" + BASE64
            + ")(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=" + "[A-Za-z+/]*[0-9])" + BASE64 + "{100,}+={0,2}");

    private TokenMask() {}

    static String mask(String text) {
        return IMAGE.matcher(CREDENTIAL.matcher(text).replaceAll(MASK)).replaceAll(MASK);
    }
}
