package io.github.reactorchutes.test;

import java.math.BigDecimal;
import java.util.Set;
import java.util.function.Predicate;

/** An input field of an endpoint and the rules that the platform enforces for it. */
record Field(String name, boolean required, Predicate<Object> valid) {

    static Field text(String name) {
        return new Field(name, false, String.class::isInstance);
    }

    static Field text(String name, int min, int max) {
        return new Field(name, false, value -> value instanceof String text && within(text.length(), min, max));
    }

    static Field choice(String name, Set<String> values) {
        return new Field(name, false, value -> value instanceof String text && values.contains(text));
    }

    static Field whole(String name) {
        return new Field(name, false, Field::isWhole);
    }

    static Field whole(String name, int min, int max) {
        return new Field(name, false, value -> isWhole(value) && within(((Number) value).doubleValue(), min, max));
    }

    static Field number(String name) {
        return new Field(name, false, Number.class::isInstance);
    }

    static Field number(String name, double min, double max) {
        return new Field(
                name, false, value -> value instanceof Number number && within(number.doubleValue(), min, max));
    }

    static Field flag(String name) {
        return new Field(name, false, Boolean.class::isInstance);
    }

    Field mandatory() {
        return new Field(name, true, valid);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Number
                && new BigDecimal(value.toString()).stripTrailingZeros().scale() <= 0;
    }

    private static boolean within(double value, double min, double max) {
        return value >= min && value <= max;
    }
}
