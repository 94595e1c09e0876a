package io.github.reactorchutes.examples.batch;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Parses a value of a cell or of JSON. Errors state the expected form, and contain the value only if it is short. */
final class LineValues {

    private static final int SHOWN = 40;

    private LineValues() {}

    static String text(Object value) {
        if (value instanceof Map || value instanceof Iterable) {
            throw new IllegalArgumentException("must be a single value");
        }
        return value.toString();
    }

    /** Spreadsheets and data frames write 81.0 for 81. */
    static int integer(Object value) {
        return parse(value, BigDecimal::intValueExact, "a whole number");
    }

    static long wholeNumber(Object value) {
        return parse(value, BigDecimal::longValueExact, "a whole number");
    }

    static double number(Object value) {
        return parse(value, BigDecimal::doubleValue, "a number");
    }

    static boolean flag(Object value) {
        return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(value, "true or false");
        };
    }

    private static <T> T parse(Object value, Function<BigDecimal, T> conversion, String expected) {
        try {
            return conversion.apply(new BigDecimal(text(value).strip()));
        } catch (ArithmeticException | NumberFormatException notOne) {
            throw wrong(value, expected);
        }
    }

    private static IllegalArgumentException wrong(Object value, String expected) {
        String text = value.toString();
        return new IllegalArgumentException(
                "must be " + expected + (text.length() > SHOWN ? "" : " but was '" + text + "'"));
    }
}
