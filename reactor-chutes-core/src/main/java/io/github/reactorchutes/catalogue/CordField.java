package io.github.reactorchutes.catalogue;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field of the JSON body that a {@link Cord} takes, for tables, forms and command lines.
 *
 * @since 0.1.0
 */
public final class CordField {

    /**
     * The types of values.
     *
     * @since 0.1.0
     */
    public enum Type {
        /** Text, which may be the base64 of a file. */
        TEXT,
        /** A whole number. */
        INTEGER,
        /** A number. */
        DECIMAL,
        /** True or false. */
        BOOLEAN,
        /** A list. */
        LIST,
        /** A map. */
        OBJECT,
        /** Not stated, or one of several. */
        ANY
    }

    private static final int MAX_TEXT = 2_000;

    private static final int MAX_CHOICES = 256;

    private final String name;
    private final Type type;
    private final String description;
    private final boolean required;
    private final @Nullable String defaultValue;
    private final List<String> choices;
    private final String bounds;

    private CordField(InputSchema schema, String name, JsonNode declared) {
        JsonNode essence = schema.essence(declared);
        this.name = name;
        this.choices = Lenient.elements(essence, "enum", MAX_CHOICES)
                .filter(choice -> !choice.isNull())
                .map(choice -> choice.isString() ? choice.stringValue() : choice.toString())
                .toList();
        this.type = type(essence);
        this.description = described(declared, essence);
        this.required = schema.isRequired(name);
        this.defaultValue = defaultValue(declared.has("default") ? declared : essence);
        this.bounds = bounds(essence, type);
    }

    static CordField of(InputSchema schema, Map.Entry<String, JsonNode> field) {
        return new CordField(schema, field.getKey(), field.getValue());
    }

    private static Type type(JsonNode schema) {
        List<JsonType> types = JsonType.of(schema).stream()
                .filter(type -> type != JsonType.NULL)
                .toList();
        if (types.size() != 1) {
            return schema.path("enum").path(0).isString() ? Type.TEXT : Type.ANY;
        }
        return switch (types.get(0)) {
            case STRING -> Type.TEXT;
            case INTEGER -> Type.INTEGER;
            case NUMBER -> Type.DECIMAL;
            case BOOLEAN -> Type.BOOLEAN;
            case ARRAY -> Type.LIST;
            case OBJECT -> Type.OBJECT;
            case NULL -> Type.ANY;
        };
    }

    private static String described(JsonNode declared, JsonNode essence) {
        String own = Lenient.beginning(declared, "description", MAX_TEXT);
        return own.isEmpty() ? Lenient.beginning(essence, "description", MAX_TEXT) : own;
    }

    private static @Nullable String defaultValue(JsonNode schema) {
        JsonNode value = schema.path("default");
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        String text = value.isString() ? value.stringValue() : value.toString();
        return text.length() > MAX_TEXT ? null : text;
    }

    private static String bounds(JsonNode schema, Type type) {
        return switch (type) {
            case INTEGER, DECIMAL -> ValueBounds.ofNumber(schema).words();
            case TEXT -> counted(ValueBounds.ofSize(schema, "minLength", "maxLength"), "characters");
            case LIST -> counted(ValueBounds.ofSize(schema, "minItems", "maxItems"), "elements");
            default -> "";
        };
    }

    private static String counted(ValueBounds bounds, String unit) {
        return bounds.isEmpty() ? "" : bounds.words() + " " + unit;
    }

    static Stream<CordField> all(InputSchema schema, int max) {
        return schema.fields().stream().limit(max).map(field -> of(schema, field));
    }

    /** {@return the key in the JSON body, such as {@code guidance_scale}} */
    public String name() {
        return name;
    }

    /** {@return the type of its values} */
    public Type type() {
        return type;
    }

    /** {@return what the chute says of it; may be empty} */
    public String description() {
        return description;
    }

    /** {@return whether every request must have it} */
    public boolean isRequired() {
        return required;
    }

    /** {@return the value that the chute uses without the field, as text or JSON, or {@code null} if none is declared} */
    public @Nullable String defaultValue() {
        return defaultValue;
    }

    /** {@return the permitted values, as text or JSON; empty if any value within the bounds is permitted} */
    public List<String> choices() {
        return choices;
    }

    /** {@return the bounds of a number, or of the length of a text or a list, such as {@code between 16 and 60}; may be empty} */
    public String bounds() {
        return bounds;
    }

    /** {@return the name} */
    @Override
    public String toString() {
        return name;
    }
}
