package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The cords of a page of the catalogue: each list once, under an id to which the page's chutes refer. */
final class CordReferences {

    private final boolean schemas;
    private final ObjectNode lists = new JsonMapper().createObjectNode();

    CordReferences(boolean schemas) {
        this.schemas = schemas;
    }

    /** Add the cords of a chute and return the id of their list. */
    String add(EmulatedChute chute) {
        ArrayNode cords = ChuteJson.cords(chute, true);
        String id = UUID.nameUUIDFromBytes(cords.toString().getBytes(StandardCharsets.UTF_8))
                .toString();
        lists.set(id, schemas ? cords : ChuteJson.cords(chute, false));
        return id;
    }

    ObjectNode json() {
        return lists;
    }
}
