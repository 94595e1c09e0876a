package io.github.reactorchutes.test.chute;

import java.math.BigDecimal;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Checks JSON values with a schema. */
final class SchemaCheck {

    private final JsonNode root;

    SchemaCheck(JsonNode root) {
        this.root = root;
    }

    boolean allows(JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return allows(definition(schema.get("$ref").stringValue("")), value);
        }
        if (schema.has("anyOf")) {
            return schema.get("anyOf").valueStream().anyMatch(option -> allows(option, value));
        }
        return hasType(schema, value) && isListed(schema, value) && isWithin(schema, value);
    }

    /** Find a definition by its last name: the platform shows references whose path leads nowhere. */
    private JsonNode definition(String reference) {
        String name = reference.substring(reference.lastIndexOf('/') + 1);
        JsonNode found = root.path("$defs").path(name);
        return found.isMissingNode() ? root.path("definitions").path(name) : found;
    }

    private static boolean hasType(JsonNode schema, JsonNode value) {
        return switch (schema.path("type").stringValue("")) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> isWhole(value);
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private static boolean isWhole(JsonNode value) {
        return value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
    }

    private static boolean isListed(JsonNode schema, JsonNode value) {
        return !schema.has("enum") || schema.get("enum").valueStream().anyMatch(value::equals);
    }

    private boolean isWithin(JsonNode schema, JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> number(schema, value.decimalValue());
            case STRING -> text(schema, value.stringValue());
            case ARRAY -> list(schema, value);
            case OBJECT -> object(schema, value);
            default -> true;
        };
    }

    private static boolean number(JsonNode schema, BigDecimal value) {
        return compares(schema, "minimum", value, order -> order >= 0)
                && compares(schema, "maximum", value, order -> order <= 0)
                && compares(schema, "exclusiveMinimum", value, order -> order > 0)
                && compares(schema, "exclusiveMaximum", value, order -> order < 0);
    }

    private static boolean text(JsonNode schema, String value) {
        BigDecimal length = BigDecimal.valueOf(value.codePointCount(0, value.length()));
        return compares(schema, "minLength", length, order -> order >= 0)
                && compares(schema, "maxLength", length, order -> order <= 0)
                && (!schema.has("pattern")
                        || Pattern.compile(schema.get("pattern").stringValue(""))
                                .matcher(value)
                                .find());
    }

    private boolean list(JsonNode schema, JsonNode value) {
        BigDecimal size = BigDecimal.valueOf(value.size());
        return compares(schema, "minItems", size, order -> order >= 0)
                && compares(schema, "maxItems", size, order -> order <= 0)
                && (!schema.has("items") || value.valueStream().allMatch(item -> allows(schema.get("items"), item)));
    }

    private boolean object(JsonNode schema, JsonNode value) {
        return schema.path("required").valueStream().allMatch(name -> value.has(name.stringValue("")))
                && schema.path("properties").propertyStream().allMatch(property -> {
                    JsonNode field = value.path(property.getKey());
                    return field instanceof MissingNode || allows(property.getValue(), field);
                });
    }

    private static boolean compares(JsonNode schema, String bound, BigDecimal value, IntPredicate order) {
        return !schema.path(bound).isNumber()
                || order.test(value.compareTo(schema.path(bound).decimalValue()));
    }
}
