package io.github.reactorchutes.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a request that nobody but the platform is to see: its prompts, and all text of fields that the contract does
 * not name. An error answer is searched for them. Not part of the API.
 *
 * @since 0.1.0
 */
public final class RequestTexts {

    private RequestTexts() {}

    /**
     * Return the texts of a request.
     *
     * @param request any request
     * @param token the token that is sent with it
     * @return the token and the texts, in no order; not copied
     */
    public static List<String> of(VideoRequest request, String token) {
        List<String> texts = new ArrayList<>();
        texts.add(token);
        if (request instanceof Wan21Request wan) {
            add(texts, wan.prompt());
            add(texts, wan.negativePrompt());
            add(texts, wan.extraFields());
        } else if (request instanceof FastImageToVideoRequest fast) {
            add(texts, fast.prompt());
            add(texts, fast.negativePrompt());
            add(texts, fast.extraFields());
        } else if (request instanceof ChuteRequest any) {
            add(texts, any.fields());
        }
        return texts;
    }

    private static void add(List<String> texts, @Nullable Object value) {
        if (value instanceof String text) {
            texts.add(text);
        } else if (value instanceof Map<?, ?> fields) {
            fields.values().forEach(field -> add(texts, field));
        } else if (value instanceof Collection<?> list) {
            list.forEach(item -> add(texts, item));
        }
    }
}
