package io.github.reactorchutes.request;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts the value of a caller, a form or a file to the value that is sent. Failures name the field. */
final class FieldCheck {

    /** Longer text is not a number that any field accepts, and errors omit it. */
    private static final int MAX_NUMBER_LENGTH = 40;

    private FieldCheck() {}

    static Object of(Field field, @Nullable Object value) {
        if (value == null) {
            throw invalid(field, "must not be null");
        }
        return switch (field.type()) {
            case TEXT -> text(field, single(field, value));
            case INTEGER -> integer(field, value);
            case DECIMAL -> decimal(field, value);
            case BOOLEAN -> flag(field, value);
            case CHOICE -> choice(field, single(field, value));
            case IMAGE -> image(field, value);
        };
    }

    private static String single(Field field, Object value) {
        if (value instanceof Map || value instanceof Iterable) {
            throw invalid(field, "must be a single value");
        }
        return value.toString();
    }

    /** Lengths count code points, as the platform does. */
    private static String text(Field field, String value) {
        String text = TextRules.requireText(field.key(), value);
        if (field.isRequired() && text.isBlank()) {
            throw invalid(field, "must not be blank");
        }
        Bounds bounds = field.bounds();
        int length = text.codePointCount(0, text.length());
        if (bounds != null && !bounds.hold(length)) {
            throw invalid(
                    field,
                    "must have between " + bounds.min() + " and " + bounds.max() + " characters but has " + length);
        }
        return text;
    }

    private static Long integer(Field field, Object value) {
        long whole = whole(field, value);
        Bounds bounds = field.bounds();
        if (bounds != null && bounds.check(whole) != (int) whole) {
            throw wrong(field, value, "a whole number of 32 bits");
        }
        return whole;
    }

    private static long whole(Field field, Object value) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        try {
            return number(field, value).longValueExact();
        } catch (ArithmeticException | NumberFormatException notOne) {
            throw wrong(field, value, "a whole number");
        }
    }

    private static Double decimal(Field field, Object value) {
        Bounds bounds = field.bounds();
        double number = fraction(field, value);
        if (!Double.isFinite(number)) {
            throw invalid(field, "must be a finite number but was " + number);
        }
        return bounds == null ? number : bounds.check(number);
    }

    private static double fraction(Field field, Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        try {
            return number(field, value).doubleValue();
        } catch (NumberFormatException notOne) {
            throw wrong(field, value, "a number");
        }
    }

    private static BigDecimal number(Field field, Object value) {
        String text = single(field, value).strip();
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }

    private static Boolean flag(Field field, Object value) {
        return switch (single(field, value).strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(field, value, "true or false");
        };
    }

    private static String choice(Field field, String value) {
        if (!field.choices().contains(value)) {
            throw invalid(field, "must be one of " + String.join(", ", field.choices()));
        }
        return value;
    }

    private static Image image(Field field, Object value) {
        if (!(value instanceof Image image)) {
            throw invalid(field, "must be an image");
        }
        if (image.isUrl() && !field.takesUrl()) {
            throw invalid(field, "must be image data, because this endpoint takes no URL");
        }
        return image;
    }

    private static InvalidVideoRequestException wrong(Field field, Object value, String expected) {
        String text = value.toString();
        return invalid(
                field, "must be " + expected + (text.length() > MAX_NUMBER_LENGTH ? "" : " but was '" + text + "'"));
    }

    private static InvalidVideoRequestException invalid(Field field, String problem) {
        return new InvalidVideoRequestException(field.key(), problem);
    }
}
