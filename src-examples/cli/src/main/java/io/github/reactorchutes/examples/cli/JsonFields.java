package io.github.reactorchutes.examples.cli;

import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Extra fields of a request from the command line: JSON if it parses, otherwise a string. */
final class JsonFields {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private JsonFields() {}

    static void forEach(Map<String, String> fields, BiConsumer<String, Object> action) {
        fields.forEach((name, text) -> action.accept(name, named(name, text)));
    }

    private static Object named(String name, String text) {
        try {
            return parse(text);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException("--field " + name + " " + invalid.getMessage(), invalid);
        }
    }

    static void requireNotNull(String text) {
        if (text.strip().equals("null")) {
            throw new IllegalArgumentException("must not be null, which the platform does not accept: omit the field");
        }
    }

    /** Return the value of a text: JSON if it parses, otherwise the text. */
    static Object parse(String text) {
        requireNotNull(text);
        try {
            return JSON.readValue(text, Object.class);
        } catch (JacksonException notJson) {
            return text;
        }
    }
}
