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
        fields.forEach((name, text) -> action.accept(name, parse(name, text)));
    }

    private static Object parse(String name, String text) {
        if (text.strip().equals("null")) {
            throw new UsageException("--field " + name + ": the platform does not accept null; omit the field");
        }
        try {
            return JSON.readValue(text, Object.class);
        } catch (JacksonException notJson) {
            return text;
        }
    }
}
