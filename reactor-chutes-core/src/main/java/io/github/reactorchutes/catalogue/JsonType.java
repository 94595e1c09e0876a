package io.github.reactorchutes.catalogue;

import io.github.reactorchutes.request.Image;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The types of JSON Schema. */
enum JsonType {
    STRING("text"),
    INTEGER("a whole number"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    ARRAY("a list"),
    OBJECT("an object"),
    NULL("null");

    private final String words;

    JsonType(String words) {
        this.words = words;
    }

    /** Return the types that a schema permits; empty if it permits any. */
    static List<JsonType> of(JsonNode schema) {
        JsonNode type = schema.path("type");
        List<JsonNode> names = type.isArray() ? type.valueStream().limit(8).toList() : List.of(type);
        return names.stream()
                .map(JsonType::named)
                .filter(named -> named != null)
                .toList();
    }

    private static @Nullable JsonType named(JsonNode name) {
        for (JsonType type : values()) {
            if (name.isString() && name.stringValue().equals(type.name().toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        return null;
    }

    /** Return the type of a value of a request. An image is sent as text. */
    static JsonType ofValue(Object value) {
        if (value instanceof String || value instanceof Image) {
            return STRING;
        }
        if (value instanceof Boolean) {
            return BOOLEAN;
        }
        if (value instanceof Number number) {
            return isWhole(number) ? INTEGER : NUMBER;
        }
        return value instanceof Map ? OBJECT : ARRAY;
    }

    private static boolean isWhole(Number number) {
        BigDecimal exact = decimal(number);
        return exact.signum() == 0 || exact.stripTrailingZeros().scale() <= 0;
    }

    static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }

    boolean permits(JsonType value) {
        return this == value || (this == NUMBER && value == INTEGER);
    }

    /** {@return the type for messages} */
    String words() {
        return words;
    }

    /** Return the types for messages, without null. */
    static String words(List<JsonType> types) {
        return types.stream()
                .filter(type -> type != NULL)
                .map(JsonType::words)
                .distinct()
                .collect(Collectors.joining(" or "));
    }
}
