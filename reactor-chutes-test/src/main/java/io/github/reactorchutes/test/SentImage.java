package io.github.reactorchutes.test;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** An image as text: standard base64, or anything else. */
final class SentImage {

    private final String text;
    private final byte @Nullable [] bytes;

    SentImage(String text) {
        this.text = text;
        this.bytes = decode(text);
    }

    String text() {
        return text;
    }

    /** Returns the decoded image, or null if the text is no standard base64. */
    byte @Nullable [] bytes() {
        return bytes;
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return text.isEmpty() ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
