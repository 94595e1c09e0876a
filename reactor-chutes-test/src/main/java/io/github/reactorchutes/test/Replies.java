package io.github.reactorchutes.test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Answers to queries. */
final class Replies {

    private static final JsonMapper MAPPER = new JsonMapper();

    private Replies() {}

    static Reply json(JsonNode body) {
        return Reply.json(200, body.toString());
    }

    static Reply detail(int status, String detail) {
        return Reply.json(
                status, MAPPER.createObjectNode().put("detail", detail).toString());
    }

    /** Answer 422 like the platform's framework. */
    static Reply invalidParameter(String name) {
        ObjectNode body = MAPPER.createObjectNode();
        ObjectNode problem = body.putArray("detail").addObject();
        problem.put("type", "int_parsing").putArray("loc").add("query").add(name);
        problem.put("msg", "Input should be a valid integer, unable to parse string as an integer");
        return Reply.json(422, body.toString());
    }
}
