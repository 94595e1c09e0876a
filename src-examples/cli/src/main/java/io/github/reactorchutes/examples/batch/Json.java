package io.github.reactorchutes.examples.batch;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON for this package. */
final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** Read a cell: JSON if it parses, otherwise text. */
    static Object orText(String cell) {
        try {
            Object value = MAPPER.readValue(cell, Object.class);
            return value == null ? cell : value;
        } catch (JacksonException notJson) {
            return cell;
        }
    }
}
