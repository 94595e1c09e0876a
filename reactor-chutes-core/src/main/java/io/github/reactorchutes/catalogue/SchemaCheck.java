package io.github.reactorchutes.catalogue;

import io.github.reactorchutes.request.Image;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Checks the fields of a request against the subset of JSON Schema that the platform's SDK writes: types, {@code enum} and
 * {@code const}, bounds, lengths, patterns, lists, nested objects, references, and alternatives. Everything else permits
 * all values. A missing schema does, too.
 */
final class SchemaCheck {

    private static final int MAX_DEPTH = 32;

    private static final int MAX_PROBLEMS = 100;

    private static final int MAX_CHOICES = 256;

    private final InputSchema schema;

    private final List<FieldProblem> problems = new ArrayList<>();

    private SchemaCheck(InputSchema schema) {
        this.schema = schema;
    }

    static List<FieldProblem> check(InputSchema schema, Map<String, ?> fields) {
        SchemaCheck check = new SchemaCheck(schema);
        check.object("", schema.ofBody(), fields, 0);
        return List.copyOf(check.problems);
    }

    private void value(String path, JsonNode declared, Object value, int depth) {
        if (depth > MAX_DEPTH || problems.size() >= MAX_PROBLEMS) {
            return;
        }
        JsonNode node = schema.resolve(declared);
        List<JsonType> types = JsonType.of(node);
        JsonType type = JsonType.ofValue(value);
        if (!types.isEmpty() && types.stream().noneMatch(permitted -> permitted.permits(type))) {
            report(path, "must be " + JsonType.words(types) + " but is " + type.words());
            return;
        }
        choices(path, node, value);
        content(path, node, value, depth);
        Lenient.elements(node, "allOf", MAX_CHOICES).forEach(part -> value(path, part, value, depth + 1));
        alternatives(path, schema.choices(node, "anyOf"), value, depth);
        alternatives(path, schema.choices(node, "oneOf"), value, depth);
    }

    private void content(String path, JsonNode node, Object value, int depth) {
        if (value instanceof Number number) {
            number(path, node, JsonType.decimal(number));
        } else if (value instanceof String text) {
            text(path, node, text);
        } else if (value instanceof List<?> list) {
            list(path, node, list, depth);
        } else if (value instanceof Map<?, ?> map) {
            object(path, node, map, depth);
        }
    }

    /** The content of an image is not known here. */
    private void choices(String path, JsonNode node, Object value) {
        if (value instanceof Image) {
            return;
        }
        List<JsonNode> permitted = Lenient.elements(node, "enum", MAX_CHOICES).toList();
        if (!permitted.isEmpty() && permitted.stream().noneMatch(choice -> isEqual(choice, value))) {
            report(path, "must be one of " + words(permitted));
        }
        JsonNode constant = node.path("const");
        if (!constant.isMissingNode() && !isEqual(constant, value)) {
            report(path, "must be " + words(List.of(constant)));
        }
    }

    static String words(List<JsonNode> choices) {
        return choices.stream()
                .filter(choice -> !choice.isNull())
                .map(choice -> choice.isString() ? choice.stringValue() : choice.toString())
                .collect(Collectors.joining(", "));
    }

    private static boolean isEqual(JsonNode choice, Object value) {
        if (value instanceof Number number) {
            BigDecimal permitted = Lenient.number(choice);
            return permitted != null && permitted.compareTo(JsonType.decimal(number)) == 0;
        }
        if (value instanceof Boolean flag) {
            return choice.isBoolean() && choice.booleanValue() == flag;
        }
        return !(value instanceof String text)
                ? choice.isContainer()
                : choice.isString() && choice.stringValue().equals(text);
    }

    private void number(String path, JsonNode node, BigDecimal value) {
        ValueBounds bounds = ValueBounds.ofNumber(node);
        if (!bounds.hold(value)) {
            report(path, "must be " + bounds.words() + " but was " + ValueBounds.written(value));
        }
        BigDecimal step = Lenient.number(node.path("multipleOf"));
        if (step != null
                && step.signum() > 0
                && Lenient.isSmall(value)
                && value.remainder(step).signum() != 0) {
            report(
                    path,
                    "must be a multiple of " + ValueBounds.written(step) + " but was " + ValueBounds.written(value));
        }
    }

    /** Lengths count code points, as JSON Schema does. */
    private void text(String path, JsonNode node, String text) {
        size(
                path,
                ValueBounds.ofSize(node, "minLength", "maxLength"),
                text.codePointCount(0, text.length()),
                "character");
        String pattern = Lenient.text(node, "pattern", Integer.MAX_VALUE);
        if (pattern != null && BoundedPattern.excludes(pattern, text)) {
            report(path, "must match the pattern " + pattern);
        }
    }

    private void list(String path, JsonNode node, List<?> list, int depth) {
        size(path, ValueBounds.ofSize(node, "minItems", "maxItems"), list.size(), "element");
        JsonNode items = node.path("items");
        for (int i = 0; i < list.size() && items.isObject(); i++) {
            value(path + "[" + i + "]", items, Objects.requireNonNull(list.get(i)), depth + 1);
        }
    }

    private void size(String path, ValueBounds bounds, int size, String unit) {
        if (!bounds.hold(BigDecimal.valueOf(size))) {
            boolean one = bounds.words().endsWith(" 1");
            report(path, "must have " + bounds.words() + " " + unit + (one ? "" : "s") + " but has " + size);
        }
    }

    private void object(String path, JsonNode node, Map<?, ?> map, int depth) {
        Lenient.elements(node, "required", MAX_CHOICES)
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(name -> !map.containsKey(name))
                .forEach(name -> report(path(path, name), "is missing"));
        JsonNode properties = node.path("properties");
        boolean closed = properties.isObject() && !properties.isEmpty() && !isOpen(node);
        map.forEach((key, value) -> {
            String name = String.valueOf(key);
            JsonNode property = properties.path(name);
            if (!property.isMissingNode()) {
                value(path(path, name), property, Objects.requireNonNull(value), depth + 1);
            } else if (closed) {
                add(FieldProblem.unknown(path(path, name), similar(name, properties)));
            }
        });
    }

    private static boolean isOpen(JsonNode node) {
        JsonNode additional = node.path("additionalProperties");
        return additional.isObject()
                || Lenient.flag(node, "additionalProperties", false)
                || node.has("patternProperties")
                || node.has("allOf")
                || node.has("anyOf")
                || node.has("oneOf");
    }

    private static @Nullable String similar(String name, JsonNode properties) {
        return Nearest.to(name, properties.propertyNames(), 1).stream()
                .findFirst()
                .orElse(null);
    }

    private void alternatives(String path, List<JsonNode> alternatives, Object value, int depth) {
        if (alternatives.isEmpty()) {
            return;
        }
        List<List<FieldProblem>> found = alternatives.stream()
                .map(alternative -> problems(path, alternative, value, depth))
                .toList();
        if (found.stream().noneMatch(List::isEmpty)) {
            closest(path, alternatives, found, value).forEach(this::add);
        }
    }

    private List<FieldProblem> problems(String path, JsonNode alternative, Object value, int depth) {
        SchemaCheck check = new SchemaCheck(schema);
        check.value(path, alternative, value, depth + 1);
        return check.problems;
    }

    /** Return the problems of the alternative of the value's type, or that there is none. */
    private List<FieldProblem> closest(
            String path, List<JsonNode> alternatives, List<List<FieldProblem>> found, Object value) {
        JsonType type = JsonType.ofValue(value);
        List<JsonType> types = new ArrayList<>();
        for (int i = 0; i < alternatives.size(); i++) {
            List<JsonType> permitted = JsonType.of(schema.essence(alternatives.get(i)));
            if (alternatives.size() == 1 || permitted.stream().anyMatch(one -> one.permits(type))) {
                return found.get(i);
            }
            types.addAll(permitted);
        }
        String expected = types.isEmpty() ? "one of the declared alternatives" : JsonType.words(types);
        return List.of(FieldProblem.of(path, "must be " + expected + " but is " + type.words()));
    }

    private static String path(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }

    private void report(String path, String problem) {
        add(FieldProblem.of(path.isEmpty() ? "body" : path, problem));
    }

    private void add(FieldProblem problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }
}
