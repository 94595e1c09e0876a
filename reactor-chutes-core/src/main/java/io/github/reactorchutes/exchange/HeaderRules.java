package io.github.reactorchutes.exchange;

import java.util.Locale;
import java.util.Set;

/**
 * The headers that a filter may add: all except those that the client owns or that turn the response into an event
 * stream.
 */
final class HeaderRules {

    private static final Set<String> RESERVED = Set.of(
            "authorization",
            "proxy-authorization",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-chutes-trace");

    /** The platform's limit. */
    private static final int MAX_KEY = 255;

    private HeaderRules() {}

    /** The message does not repeat the key, which may be confidential. */
    static String requireKey(String key) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException(
                    "the idempotency key must have 1 to " + MAX_KEY + " characters but has " + key.length());
        }
        if (!key.matches("[\\x21-\\x7e]+")) {
            throw new IllegalArgumentException(
                    "the idempotency key must consist of visible ASCII characters without spaces");
        }
        return key;
    }

    static void check(String name, String value) {
        if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("invalid header name: " + name.replaceAll("\\p{Cntrl}", "?"));
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("the header " + name + " belongs to the client and cannot be set");
        }
        if (!value.matches("[\\x20-\\x7e]*")) {
            throw new IllegalArgumentException(
                    "the value of the header " + name + " must not contain a control or non-ASCII character");
        }
    }
}
