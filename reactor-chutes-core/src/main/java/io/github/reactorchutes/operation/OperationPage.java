package io.github.reactorchutes.operation;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One page of the list of operations. */
record OperationPage(int number, boolean isLast, List<Operation> items) {

    static OperationPage of(int number, int limit, JsonNode listed, JsonNode body) {
        List<Operation> items = new ArrayList<>(listed.size());
        for (JsonNode each : listed) {
            String id = OperationJson.id(each);
            if (id != null) {
                items.add(Operation.of(id, OperationJson.facts(each)));
            }
        }
        JsonNode total = body.path("total");
        boolean full = total.isIntegralNumber()
                ? (number + 1L) * limit < total.longValue()
                : listed.size() >= limit && !body.isArray();
        return new OperationPage(number, listed.isEmpty() || !full, List.copyOf(items));
    }
}
