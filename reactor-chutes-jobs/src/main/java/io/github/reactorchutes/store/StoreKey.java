package io.github.reactorchutes.store;

import java.util.regex.Pattern;

/** The rules of a key, which keep it inside the directory of a store. */
final class StoreKey {

    private static final Pattern KEY =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127})*");

    private static final int MAX_CHARS = 512;

    private StoreKey() {}

    static String require(String key) {
        if (!isValid(key)) {
            throw new IllegalArgumentException("key must be at most " + MAX_CHARS
                    + " characters long and names of A-Z a-z 0-9 . _ - separated by /, but has " + key.length()
                    + " characters: " + key.substring(0, Math.min(key.length(), 100)));
        }
        return key;
    }

    static boolean isValid(String key) {
        return key.length() <= MAX_CHARS && KEY.matcher(key).matches();
    }
}
