package io.github.reactorchutes.upload;

import java.util.List;
import java.util.Map;

/** Upper bounds of the length of JSON. They cost less than the JSON, which most requests are far from filling. */
final class JsonBound {

    /** A control character is written as {@code \u0007}. */
    private static final long BYTES_PER_CHAR = 6;

    /** Quotes, and a colon or a comma. */
    private static final long AROUND = 4;

    private JsonBound() {}

    static long of(Object value) {
        if (value instanceof Map<?, ?> map) {
            long sum = AROUND;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                sum += of(entry.getKey()) + of(entry.getValue());
            }
            return sum;
        }
        if (value instanceof List<?> list) {
            long sum = AROUND;
            for (Object element : list) {
                sum += of(element);
            }
            return sum;
        }
        return AROUND + BYTES_PER_CHAR * String.valueOf(value).length();
    }
}
