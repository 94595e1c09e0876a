package io.github.reactorchutes.error;

import java.util.regex.Pattern;

/** Masks in text from outside what is secret by its shape: credentials of the platform, and long base64 such as an image. */
final class TokenMask {

    static final String MASK = "***";

    /** Ends where a quote or a bracket ends a token, so that what is said around it stays readable. */
    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i:bearer\\s+)[\\w.~+/=-]+|\\b(?:cpk|cak)_[\\w.-]+|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private static final String BASE64 = "[A-Za-z0-9+/]";

    /** Of three kinds of characters, so that a line of dashes or of one letter stays. */
    private static final Pattern IMAGE = Pattern.compile("(?<!" + BASE64
            + ")(?=[a-z0-9+/]*[A-Z])(?=[A-Z0-9+/]*[a-z])(?=" + "[A-Za-z+/]*[0-9])" + BASE64 + "{100,}+={0,2}");

    private TokenMask() {}

    static String mask(String text) {
        return IMAGE.matcher(CREDENTIAL.matcher(text).replaceAll(MASK)).replaceAll(MASK);
    }
}
