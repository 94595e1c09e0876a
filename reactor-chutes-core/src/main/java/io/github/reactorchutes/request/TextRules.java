package io.github.reactorchutes.request;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What holds for text before it becomes JSON. Failures name the field and never repeat the text. */
final class TextRules {

    private TextRules() {}

    static String requirePrompt(@Nullable String prompt) {
        String text = requireText("prompt", prompt);
        if (text.isBlank()) {
            throw new InvalidVideoRequestException("prompt", "must not be blank");
        }
        return text;
    }

    /** Lengths count code points, as the platform does. */
    static String requirePrompt(@Nullable String prompt, int min, int max) {
        String text = requirePrompt(prompt);
        int length = text.codePointCount(0, text.length());
        if (length < min || length > max) {
            throw new InvalidVideoRequestException(
                    "prompt", "must have between " + min + " and " + max + " characters but has " + length);
        }
        return text;
    }

    static String requireText(String field, @Nullable String text) {
        if (text == null) {
            throw new InvalidVideoRequestException(field, "must not be null");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new InvalidVideoRequestException(field, "must not contain an unpaired surrogate");
        }
        return text;
    }
}
