package io.github.reactorchutes.request;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The rules for text that becomes JSON. Failures name the field and never contain the text. */
final class TextRules {

    private TextRules() {}

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
