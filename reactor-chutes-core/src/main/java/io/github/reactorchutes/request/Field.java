package io.github.reactorchutes.request;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of an {@link Endpoint}'s JSON body: its key, its possible values, and the platform's default. Forms, command
 * lines and documents can be generated from {@link Endpoint#fields()}.
 *
 * @since 0.1.0
 */
public final class Field {

    /**
     * The types of values.
     *
     * @since 0.1.0
     */
    public enum Type {
        /** The caller's own text, which logs and errors never contain. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** A number. */
        DECIMAL,
        /** True or false. */
        BOOLEAN,
        /** One of {@link Field#choices()}. */
        CHOICE,
        /** An {@link Image}. */
        IMAGE
    }

    private final String key;
    private final Type type;
    private final String description;
    private final boolean required;
    private final boolean takesUrl;
    private final @Nullable Bounds bounds;
    private final @Nullable String defaultValue;
    private final List<String> choices;

    Field(FieldDraft draft) {
        this.key = draft.key;
        this.type = draft.type;
        this.description = draft.description;
        this.required = draft.required;
        this.takesUrl = draft.takesUrl;
        this.bounds = draft.bounds;
        this.defaultValue = draft.defaultValue;
        this.choices = draft.choices;
    }

    /** {@return the key in the JSON body, such as {@code guidance_scale}} */
    public String key() {
        return key;
    }

    /** {@return the type of its values} */
    public Type type() {
        return type;
    }

    /** {@return a short description without a full stop} */
    public String description() {
        return description;
    }

    /** {@return whether every request must have it} */
    public boolean isRequired() {
        return required;
    }

    /** {@return whether logs, errors and {@code toString} omit its value, as they do for every text} */
    public boolean isPrivate() {
        return type == Type.TEXT;
    }

    /**
     * Return the smallest number, or the smallest length of a text in code points.
     *
     * @return the bound, inclusive, or {@code null} if there is none
     */
    public @Nullable BigDecimal min() {
        return bounds == null ? null : bounds.min();
    }

    /**
     * Return the largest number, or the largest length of a text in code points.
     *
     * @return the bound, inclusive, or {@code null} if there is none
     */
    public @Nullable BigDecimal max() {
        return bounds == null ? null : bounds.max();
    }

    /**
     * Return whether values outside the bounds are rejected. The platform only advertises some bounds: a value outside
     * those is sent and logged.
     *
     * @return whether there are bounds that the platform enforces
     */
    public boolean isEnforced() {
        return bounds != null && bounds.isEnforced();
    }

    /** {@return the value that the platform uses without the field, or {@code null} if there is no fixed one} */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    /** {@return the values of a choice; empty for other types} */
    public List<String> choices() {
        return choices;
    }

    /** {@return whether an image may be a {@link Image#url URL}} */
    public boolean takesUrl() {
        return takesUrl;
    }

    /**
     * Check a value, and return it in the type that is sent. Numbers and booleans may be text: {@code "81"} and
     * {@code "81.0"} are the integer 81.
     *
     * @param value the value
     * @return a {@code String}, {@code Long}, {@code Double}, {@code Boolean} or {@link Image}, by the type
     * @throws InvalidVideoRequestException if the platform would reject it
     */
    public Object check(Object value) {
        return FieldCheck.of(this, value);
    }

    @Nullable
    Bounds bounds() {
        return bounds;
    }

    @Override
    public String toString() {
        return key;
    }
}
