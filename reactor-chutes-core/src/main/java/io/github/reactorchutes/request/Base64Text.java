package io.github.reactorchutes.request;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Standard base64 text from a start index on.
 *
 * @param text without white space; the caller's own instance if it had none
 * @param start the length of the data URL prefix
 */
record Base64Text(String text, int start) {

    private static final Pattern DATA_PREFIX =
            Pattern.compile("\\s*data:[^,]{0,256}?;base64,", Pattern.CASE_INSENSITIVE);

    static Base64Text check(String image) {
        Matcher prefix = DATA_PREFIX.matcher(image);
        Base64Text candidate = withoutWhiteSpace(image, prefix.lookingAt() ? prefix.end() : 0);
        int end = candidate.text.length() - candidate.padding();
        for (int i = candidate.start; i < end; i++) {
            requireAlphabet(candidate.text.charAt(i));
        }
        candidate.requireWholeQuads();
        return candidate;
    }

    private static Base64Text withoutWhiteSpace(String image, int start) {
        for (int i = start; i < image.length(); i++) {
            if (isWhiteSpace(image.charAt(i))) {
                return new Base64Text(compact(image, start), 0);
            }
        }
        return new Base64Text(image, start);
    }

    private static String compact(String image, int start) {
        StringBuilder compact = new StringBuilder(image.length() - start);
        for (int i = start; i < image.length(); i++) {
            if (!isWhiteSpace(image.charAt(i))) {
                compact.append(image.charAt(i));
            }
        }
        return compact.toString();
    }

    private static boolean isWhiteSpace(char c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f';
    }

    private int padding() {
        int length = text.length() - start;
        if (length >= 2 && text.endsWith("==")) {
            return 2;
        }
        return length >= 1 && text.endsWith("=") ? 1 : 0;
    }

    private static void requireAlphabet(char c) {
        if (c == '-' || c == '_') {
            throw invalid("must be standard base64 with '+' and '/' but has the URL-safe '-' or '_'");
        }
        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '/' && c <= '9') || c == '+')) {
            throw invalid("must be standard base64 but has a character outside its alphabet");
        }
    }

    private void requireWholeQuads() {
        int length = text.length() - start;
        if (length == 0) {
            throw invalid("must not be empty");
        }
        if (length % 4 != 0) {
            throw invalid("must be base64 padded with '=' to a multiple of 4 characters but has " + length);
        }
    }

    private static InvalidVideoRequestException invalid(String problem) {
        return new InvalidVideoRequestException("image", problem);
    }
}
