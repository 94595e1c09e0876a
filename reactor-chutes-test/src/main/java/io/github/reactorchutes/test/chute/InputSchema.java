package io.github.reactorchutes.test.chute;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of a cord's input: {@code type}, {@code enum}, bounds of numbers, texts and lists, {@code pattern},
 * {@code required}, {@code anyOf}, {@code $ref} and nested objects. Other keywords are shown and not enforced, and unknown
 * fields are allowed.
 *
 * @since 0.1.0
 */
public final class InputSchema {

    private static final JsonMapper MAPPER = new JsonMapper();

    static final InputSchema ANY = of("{\"type\":\"object\",\"properties\":{}}");

    private final ObjectNode schema;

    private InputSchema(ObjectNode schema) {
        this.schema = schema;
    }

    /**
     * Parse a schema.
     *
     * @param json a JSON Schema of type {@code object}
     * @return the schema
     * @throws IllegalArgumentException if it is not a JSON object
     */
    public static InputSchema of(String json) {
        try {
            if (MAPPER.readTree(json) instanceof ObjectNode object) {
                return new InputSchema(object);
            }
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the schema is not JSON", e);
        }
        throw new IllegalArgumentException("the schema is not a JSON object");
    }

    /**
     * Return whether the fields of a request are valid.
     *
     * @param fields the fields as parsed from JSON, without images
     * @param images the names of the fields that carry an image as text
     * @return whether the schema allows them
     */
    public boolean allows(Map<String, ? extends @Nullable Object> fields, Set<String> images) {
        ObjectNode input = MAPPER.valueToTree(fields);
        images.forEach(name -> input.put(name, ""));
        return new SchemaCheck(schema).allows(schema, input);
    }

    /**
     * Add the defaults of absent fields.
     *
     * @param fields the fields as parsed from JSON
     * @return a copy with the defaults that are not null
     */
    public Map<String, @Nullable Object> withDefaults(Map<String, ? extends @Nullable Object> fields) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(fields);
        schema.path("properties").propertyStream().forEach(property -> {
            JsonNode value = property.getValue().path("default");
            if (!value.isMissingNode() && !value.isNull()) {
                all.putIfAbsent(property.getKey(), MAPPER.treeToValue(value, Object.class));
            }
        });
        return all;
    }

    /** {@return the schema as JSON text} */
    public String toJson() {
        return schema.toString();
    }

    @Override
    public String toString() {
        return toJson();
    }
}
