package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.CordSpec;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes chutes as the catalogue shows them, in the order and with the gaps of the platform. */
final class ChuteJson {

    private static final String SINCE = "2026-03-02T10:00:00Z";
    private static final double USD_PER_TAO = 400;
    private static final JsonMapper MAPPER = new JsonMapper();

    private ChuteJson() {}

    /** A chute alone, with its cords. */
    static ObjectNode described(EmulatedChute chute) {
        return chute(chute, cords(chute, true), null);
    }

    /** A chute of a list, whose cords are elsewhere in the answer. */
    static ObjectNode listed(EmulatedChute chute, String cordReference) {
        return chute(chute, null, cordReference);
    }

    static ArrayNode cords(EmulatedChute chute, boolean schemas) {
        ArrayNode cords = MAPPER.createArrayNode();
        chute.spec().cords().forEach(cord -> cords.add(cord(cord, schemas)));
        return cords;
    }

    static ObjectNode utilization(EmulatedChute chute) {
        return MAPPER.createObjectNode()
                .put("chute_id", chute.id())
                .put("name", chute.name())
                .put("utilization_current", 0.0)
                .put("instance_count", chute.instances())
                .put("total_instance_count", chute.instances())
                .put("active_instance_count", chute.instances())
                .put("total_invocations", chute.generations());
    }

    private static ObjectNode chute(EmulatedChute chute, @Nullable ArrayNode cords, @Nullable String cordReference) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("chute_id", chute.id())
                .put("name", chute.name())
                .put("tagline", chute.spec().tagline())
                .put("readme", "# " + chute.name())
                .put("public", true)
                .put("version", version(chute))
                .putNull("tool_description")
                .put("slug", chute.slug())
                .putNull("standard_template");
        json.set("cords", cords);
        json.put("cord_ref_id", cordReference).put("created_at", SINCE).put("updated_at", SINCE);
        json.putObject("user").put("username", "chutes").put("user_id", uuid("chutes"));
        json.putArray("supported_gpus").add("h100").add("h200");
        json.putObject("node_selector").put("gpu_count", 1).put("min_vram_gb_per_gpu", 80);
        json.put("invocation_count", chute.generations());
        json.set("current_estimated_price", price(chute.usdPerHour()));
        json.set("instances", instances(chute));
        if (chute.spec().isExternal()) {
            json.put("execution_backend", "external");
        }
        json.put("concurrency", 1).put("preemptible", true).put("hot", chute.instances() > 0);
        return json;
    }

    private static ObjectNode cord(CordSpec cord, boolean schemas) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("method", "POST")
                .put("path", cord.internalPath())
                .put("function", cord.internalPath().substring(1))
                .put("stream", false)
                .put("passthrough", false)
                .put("public_api_path", cord.path())
                .put("public_api_method", "POST");
        if (schemas) {
            json.set("input_schema", wrapped(cord));
            json.putNull("output_schema");
        }
        json.put("output_content_type", cord.contentType());
        return schemas ? json.putNull("minimal_input_schema") : json;
    }

    /** The platform shows the one argument of the cord's function, whose type has the fields; callers send them flat. */
    private static ObjectNode wrapped(CordSpec cord) {
        ObjectNode schema = MAPPER.createObjectNode().put("type", "object");
        schema.putArray("required").add("args");
        schema.putObject("properties").putObject("args").put("$ref", "#/definitions/Input");
        schema.putObject("definitions")
                .set("Input", MAPPER.readTree(cord.input().toJson()));
        return schema;
    }

    static ObjectNode price(double usdPerHour) {
        ObjectNode price = MAPPER.createObjectNode();
        price.putObject("usd").put("hour", usdPerHour).put("second", usdPerHour / 3600);
        price.putObject("tao").put("hour", usdPerHour / USD_PER_TAO).put("second", usdPerHour / USD_PER_TAO / 3600);
        return price;
    }

    private static ArrayNode instances(EmulatedChute chute) {
        ArrayNode instances = MAPPER.createArrayNode();
        for (int number = 0; number < chute.instances(); number++) {
            instances
                    .addObject()
                    .put("instance_id", uuid(chute.id() + number))
                    .put("region", "n/a")
                    .put("active", true)
                    .put("verified", true)
                    .put("last_verified_at", SINCE);
        }
        return instances;
    }

    private static String version(EmulatedChute chute) {
        return uuid(chute.spec().toString());
    }

    private static String uuid(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
