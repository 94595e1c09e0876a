package io.github.reactorchutes.transport;

import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.VideoRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a request that only the platform may see: its prompts, and all text in fields that the endpoint does not
 * define. They are masked in error responses.
 */
final class RequestTexts {

    private RequestTexts() {}

    /** Return the token and the texts, in any order; not copied. */
    static List<String> of(VideoRequest request, String token) {
        List<String> texts = new ArrayList<>();
        texts.add(token);
        Map<String, Field> known = new HashMap<>();
        request.endpoint().fields().forEach(field -> known.put(field.key(), field));
        request.fields().forEach((key, value) -> {
            if (!isOpen(known.get(key), value)) {
                add(texts, value);
            }
        });
        return texts;
    }

    /** A request with unchecked values may have any text in any field. */
    private static boolean isOpen(@Nullable Field field, Object value) {
        return field != null && field.choices().contains(value.toString());
    }

    private static void add(List<String> texts, Object value) {
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof Map<?, ?> fields) {
            fields.values().forEach(field -> add(texts, field));
        } else if (value instanceof Collection<?> list) {
            list.forEach(item -> add(texts, item));
        }
    }
}
