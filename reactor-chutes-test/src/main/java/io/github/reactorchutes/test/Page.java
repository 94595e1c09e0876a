package io.github.reactorchutes.test;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A page of a list.
 *
 * @param number from 0
 * @param limit how many items it has at most
 */
record Page(int number, int limit) {

    private static final int LIMIT = 25;
    private static final JsonMapper MAPPER = new JsonMapper();

    /** Return the page asked for, or nothing if a parameter is not a number. */
    static Optional<Page> of(RequestTarget target) {
        return whole(target, "page", 0)
                .flatMap(page -> whole(target, "limit", LIMIT)
                        .map(limit -> new Page(Math.max(0, page), limit <= 0 ? LIMIT : limit)));
    }

    /** Answer 422 for the parameter that is not a number. */
    static Reply problem(RequestTarget target) {
        return Replies.invalidParameter(whole(target, "page", 0).isEmpty() ? "page" : "limit");
    }

    /** Return the answer without its items. */
    ObjectNode head(int total) {
        ObjectNode answer = MAPPER.createObjectNode();
        answer.put("total", total).put("page", number).put("limit", limit).putArray("items");
        return answer;
    }

    <T> Stream<T> of(List<T> all) {
        return all.stream().skip((long) number * limit).limit(limit);
    }

    private static Optional<Integer> whole(RequestTarget target, String name, int otherwise) {
        try {
            return Optional.of(target.parameter(name).map(Integer::valueOf).orElse(otherwise));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
