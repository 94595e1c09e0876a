package io.github.reactorchutes.catalogue;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The smallest and the largest of something.
 *
 * @param min the smallest, or {@code null}
 * @param minExcluded whether it is not permitted itself
 * @param max the largest, or {@code null}
 * @param maxExcluded whether it is not permitted itself
 */
record ValueBounds(
        @Nullable BigDecimal min,
        boolean minExcluded,
        @Nullable BigDecimal max,
        boolean maxExcluded) {

    /** Return the bounds of a number. Old schemas say by a flag that a bound is excluded, newer ones have two bounds. */
    static ValueBounds ofNumber(JsonNode schema) {
        BigDecimal min = Lenient.number(schema.path("minimum"));
        BigDecimal above = Lenient.number(schema.path("exclusiveMinimum"));
        BigDecimal max = Lenient.number(schema.path("maximum"));
        BigDecimal below = Lenient.number(schema.path("exclusiveMaximum"));
        boolean minExcluded = above != null
                ? min == null || above.compareTo(min) >= 0
                : Lenient.flag(schema, "exclusiveMinimum", false);
        boolean maxExcluded = below != null
                ? max == null || below.compareTo(max) <= 0
                : Lenient.flag(schema, "exclusiveMaximum", false);
        return new ValueBounds(
                above != null && minExcluded ? above : min,
                minExcluded,
                below != null && maxExcluded ? below : max,
                maxExcluded);
    }

    /** Return the bounds of a length. */
    static ValueBounds ofSize(JsonNode schema, String min, String max) {
        return new ValueBounds(Lenient.number(schema.path(min)), false, Lenient.number(schema.path(max)), false);
    }

    boolean hold(BigDecimal value) {
        return !isBelow(value) && !isAbove(value);
    }

    private boolean isBelow(BigDecimal value) {
        int difference = min == null ? 1 : value.compareTo(min);
        return difference < 0 || (difference == 0 && minExcluded);
    }

    private boolean isAbove(BigDecimal value) {
        int difference = max == null ? -1 : value.compareTo(max);
        return difference > 0 || (difference == 0 && maxExcluded);
    }

    boolean isEmpty() {
        return min == null && max == null;
    }

    /** {@return what is permitted, such as {@code between 16 and 60}; empty without a bound} */
    String words() {
        if (min != null && max != null && !minExcluded && !maxExcluded) {
            return min.compareTo(max) == 0
                    ? "exactly " + written(min)
                    : "between " + written(min) + " and " + written(max);
        }
        String low = min == null ? "" : (minExcluded ? "more than " : "at least ") + written(min);
        String high = max == null ? "" : (maxExcluded ? "less than " : "at most ") + written(max);
        return low + (low.isEmpty() || high.isEmpty() ? "" : " and ") + high;
    }

    /** Return a number without an exponent; it has few digits. */
    static String written(BigDecimal number) {
        BigDecimal plain = Objects.requireNonNull(number).stripTrailingZeros();
        return Lenient.isSmall(plain) ? plain.toPlainString() : plain.toString();
    }
}
