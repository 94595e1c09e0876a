package io.github.reactorchutes.request;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checked values of a builder: those of the contract, and extra fields in insertion order. */
final class FieldValues {

    /** A truthy {@code stream} makes the platform send an event stream instead of a video. */
    private static final String STREAM = "stream";

    private static final Pattern EXTRA_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    private final Contract contract;
    private final Map<String, Object> known = new HashMap<>();
    private final Map<String, Object> extra = new LinkedHashMap<>();

    FieldValues(Contract contract) {
        this.contract = contract;
    }

    /** Copy values that were already checked. */
    static FieldValues of(Contract contract, Map<String, Object> checked) {
        FieldValues values = new FieldValues(contract);
        checked.forEach((key, value) -> (contract.field(key) == null ? values.extra : values.known).put(key, value));
        return values;
    }

    /** Check all values, and that no required field is missing. */
    static FieldValues check(Contract contract, Map<String, ?> given) {
        FieldValues values = new FieldValues(contract);
        given.forEach((key, value) -> {
            if (contract.field(key) == null) {
                values.setExtra(key, value);
            } else {
                values.set(key, value);
            }
        });
        contract.fields().stream()
                .filter(field -> field.isRequired() && !values.known.containsKey(field.key()))
                .findFirst()
                .ifPresent(missing -> {
                    throw new InvalidVideoRequestException(missing.key(), "is missing");
                });
        return values;
    }

    void set(String key, @Nullable Object value) {
        Field field = contract.field(key);
        if (field == null) {
            throw new InvalidVideoRequestException(key, "is not a field of this endpoint");
        }
        known.put(key, FieldCheck.of(field, value));
    }

    void setExtra(String name, @Nullable Object value) {
        if (!EXTRA_NAME.matcher(name).matches()) {
            throw new InvalidVideoRequestException("extra field", "must have a name that matches " + EXTRA_NAME);
        }
        if (contract.field(name) != null) {
            throw new InvalidVideoRequestException(name, "is a field of this endpoint and cannot be an extra one");
        }
        requireNotStream(name);
        extra.put(name, JsonValues.copy(name, value));
    }

    static void requireNotStream(String name) {
        if (name.equals(STREAM)) {
            throw new InvalidVideoRequestException(
                    STREAM, "must not be set: the platform would send an event stream instead of a video");
        }
    }

    /** Return the fields in wire order: those of the contract, the extra fields, then the image. */
    Map<String, Object> inOrder() {
        Map<String, Object> ordered = new LinkedHashMap<>();
        putKnown(ordered, false);
        ordered.putAll(extra);
        putKnown(ordered, true);
        return Collections.unmodifiableMap(ordered);
    }

    private void putKnown(Map<String, Object> ordered, boolean images) {
        for (Field field : contract.fields()) {
            Object value = known.get(field.key());
            if (value != null && value instanceof Image == images) {
                ordered.put(field.key(), value);
            }
        }
    }
}
