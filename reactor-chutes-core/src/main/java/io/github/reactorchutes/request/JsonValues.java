package io.github.reactorchutes.request;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes deep, unmodifiable copies of the values that a caller adds to a body. */
final class JsonValues {

    private static final int MAX_DEPTH = 32;

    private JsonValues() {}

    static Object copy(String field, @Nullable Object value) {
        return copy(field, value, 0);
    }

    private static Object copy(String field, @Nullable Object value, int depth) {
        if (depth > MAX_DEPTH) {
            throw new InvalidVideoRequestException(field, "must not be nested deeper than " + MAX_DEPTH + " levels");
        }
        if (value instanceof List<?> list) {
            return copyList(field, list, depth + 1);
        }
        if (value instanceof Map<?, ?> map) {
            return copyMap(field, map, depth + 1);
        }
        return requireScalar(field, value);
    }

    private static List<Object> copyList(String field, List<?> list, int depth) {
        List<Object> copy = new ArrayList<>(list.size());
        for (Object element : list) {
            copy.add(copy(field, element, depth));
        }
        return Collections.unmodifiableList(copy);
    }

    private static Map<String, Object> copyMap(String field, Map<?, ?> map, int depth) {
        Map<String, Object> copy = new LinkedHashMap<>();
        map.forEach((key, element) -> copy.put(requireKey(field, key), copy(field, element, depth)));
        return Collections.unmodifiableMap(copy);
    }

    private static String requireKey(String field, @Nullable Object key) {
        if (key instanceof String name) {
            return TextRules.requireText(field, name);
        }
        throw new InvalidVideoRequestException(field, "must only have maps with string keys");
    }

    private static Object requireScalar(String field, @Nullable Object value) {
        if (value instanceof String text) {
            return TextRules.requireText(field, text);
        }
        if (value instanceof Double || value instanceof Float) {
            return requireFinite(field, (Number) value);
        }
        if (value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigDecimal
                || value instanceof BigInteger) {
            return value;
        }
        throw new InvalidVideoRequestException(field, unsupported(value));
    }

    private static Number requireFinite(String field, Number value) {
        if (!Double.isFinite(value.doubleValue())) {
            throw new InvalidVideoRequestException(field, "must be a finite number but was " + value);
        }
        return value;
    }

    private static String unsupported(@Nullable Object value) {
        return value == null
                ? "must not be or contain null: leave the field out"
                : "must be made of strings, booleans, numbers, lists and maps but contains a "
                        + value.getClass().getName();
    }
}
