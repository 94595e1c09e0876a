package io.github.reactorchutes.error;

import java.util.regex.Pattern;

/** Masks what looks like a credential of the platform in text that came from outside. */
final class TokenMask {

    private static final Pattern CREDENTIAL =
            Pattern.compile("(?i:bearer\\s+)\\S+|\\b(?:cpk|cak)_[\\w.-]+|\\beyJ[\\w-]+\\.[\\w-]+\\.[\\w-]*");

    private TokenMask() {}

    static String mask(String text) {
        return CREDENTIAL.matcher(text).replaceAll("***");
    }
}
