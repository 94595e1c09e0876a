package io.github.reactorchutes.catalogue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The JSON Schema of a request, as the platform's SDK writes it: the schema of a function's only argument, while the
 * body of a request is that argument itself. References in it may name definitions that are nested elsewhere.
 */
final class InputSchema {

    private static final int MAX_REFERENCES = 16;

    private static final int MAX_DEPTH = 8;

    private static final List<String> DEFINITIONS = List.of("definitions", "$defs");

    private final JsonNode root;

    private final JsonNode body;

    private InputSchema(JsonNode root) {
        this.root = root;
        this.body = body();
    }

    static InputSchema of(JsonNode declared) {
        return new InputSchema(declared.isObject() ? declared : MissingNode.getInstance());
    }

    private JsonNode body() {
        JsonNode properties = root.path("properties");
        if (properties.size() != 1) {
            return root;
        }
        JsonNode only = properties.values().iterator().next();
        JsonNode argument = resolve(only);
        return only.path("$ref").isString() && argument.path("properties").isObject() ? argument : root;
    }

    /** Return the schema of the body. */
    JsonNode ofBody() {
        return body;
    }

    Set<Map.Entry<String, JsonNode>> fields() {
        JsonNode properties = body.path("properties");
        return properties.isObject() ? properties.properties() : Set.of();
    }

    boolean isRequired(String field) {
        return Lenient.elements(body, "required", Integer.MAX_VALUE)
                .anyMatch(name -> name.isString() && name.stringValue().equals(field));
    }

    /** Return the whole schema, or a missing node. */
    JsonNode root() {
        return root;
    }

    /** Follow references. One that leads nowhere is a schema that permits everything. */
    JsonNode resolve(JsonNode schema) {
        JsonNode resolved = schema;
        for (int i = 0; i < MAX_REFERENCES && resolved.path("$ref").isString(); i++) {
            resolved = target(resolved.path("$ref").stringValue());
        }
        return resolved;
    }

    /** Return the schema of the values that are not null, where that is one. */
    JsonNode essence(JsonNode schema) {
        JsonNode essence = resolve(schema);
        for (int i = 0; i < MAX_DEPTH; i++) {
            JsonNode only = onlyChoice(essence);
            if (only == null) {
                return essence;
            }
            essence = resolve(only);
        }
        return essence;
    }

    private @Nullable JsonNode onlyChoice(JsonNode schema) {
        List<JsonNode> choices = Stream.of("anyOf", "oneOf", "allOf")
                .flatMap(name -> choices(schema, name).stream())
                .limit(2)
                .toList();
        return choices.size() == 1 ? choices.get(0) : null;
    }

    /** Return the alternatives of a schema other than null. */
    List<JsonNode> choices(JsonNode schema, String name) {
        return Lenient.elements(schema, name, 64)
                .filter(choice -> !"null".equals(Lenient.text(choice, "type", 16)))
                .toList();
    }

    private JsonNode target(String reference) {
        JsonNode exact = reference.startsWith("#/") ? at(reference.substring(1)) : MissingNode.getInstance();
        return exact.isMissingNode() ? find(root, reference.substring(reference.lastIndexOf('/') + 1), 0) : exact;
    }

    private JsonNode at(String pointer) {
        JsonNode node = root;
        for (String step : pointer.substring(1).split("/", -1)) {
            node = node.path(step.replace("~1", "/").replace("~0", "~"));
        }
        return node;
    }

    /** The SDK moves schemas with their definitions, but leaves the references as they were. */
    private static JsonNode find(JsonNode schema, String name, int depth) {
        if (depth > MAX_DEPTH) {
            return MissingNode.getInstance();
        }
        return DEFINITIONS.stream()
                .map(schema::path)
                .filter(JsonNode::isObject)
                .map(definitions -> findIn(definitions, name, depth))
                .filter(found -> !found.isMissingNode())
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    private static JsonNode findIn(JsonNode definitions, String name, int depth) {
        JsonNode exact = definitions.path(name);
        return !exact.isMissingNode()
                ? exact
                : definitions
                        .valueStream()
                        .map(nested -> find(nested, name, depth + 1))
                        .filter(found -> !found.isMissingNode())
                        .findFirst()
                        .orElse(MissingNode.getInstance());
    }
}
