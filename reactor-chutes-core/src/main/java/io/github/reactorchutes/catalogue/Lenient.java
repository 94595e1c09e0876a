package io.github.reactorchutes.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads members of JSON whose shape nobody promises: a missing one and one of another type are absent. */
final class Lenient {

    /** A number beyond these would take megabytes when written out. */
    private static final int MAX_DIGITS = 64;

    private Lenient() {}

    /** Return a text, or {@code null} if it is absent, blank or too long. */
    static @Nullable String text(JsonNode object, String name, int maxLength) {
        JsonNode value = object.path(name);
        String text = value.isString() ? value.stringValue().strip() : "";
        return text.isEmpty() || text.length() > maxLength ? null : text;
    }

    /** Return the first of these texts that is present. */
    static @Nullable String text(JsonNode object, List<String> names, int maxLength) {
        return names.stream()
                .map(name -> text(object, name, maxLength))
                .filter(text -> text != null)
                .findFirst()
                .orElse(null);
    }

    /** Return the beginning of a text, or an empty one. */
    static String beginning(JsonNode object, String name, int maxLength) {
        String text = text(object, name, Integer.MAX_VALUE);
        if (text == null) {
            return "";
        }
        int points = Math.min(maxLength, text.codePointCount(0, text.length()));
        return text.substring(0, text.offsetByCodePoints(0, points));
    }

    static boolean flag(JsonNode object, String name, boolean otherwise) {
        JsonNode value = object.path(name);
        return value.isBoolean() ? value.booleanValue() : otherwise;
    }

    static @Nullable BigDecimal number(JsonNode value) {
        if (!value.isNumber() || (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue()))) {
            return null;
        }
        BigDecimal number = value.decimalValue();
        return isSmall(number) ? number : null;
    }

    /** Return whether arithmetic with a number is cheap. */
    static boolean isSmall(BigDecimal number) {
        return number.precision() <= MAX_DIGITS && Math.abs(number.scale()) <= MAX_DIGITS;
    }

    static Stream<JsonNode> elements(JsonNode object, String name, int max) {
        JsonNode list = object.path(name);
        return list.isArray() ? list.valueStream().limit(max) : Stream.empty();
    }
}
