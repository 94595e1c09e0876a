package io.github.reactorchutes.test;

import io.github.reactorchutes.test.chute.ChuteSpec;
import io.github.reactorchutes.test.chute.CordSpec;
import io.github.reactorchutes.test.chute.Medium;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The chutes that every emulator has: the hosts of the contract, and one of each other kind. */
final class BuiltInChutes {

    private static final List<ChuteSpec> ALL = load();

    private BuiltInChutes() {}

    static List<ChuteSpec> all() {
        return ALL;
    }

    private static List<ChuteSpec> load() {
        try (InputStream file =
                Objects.requireNonNull(BuiltInChutes.class.getResourceAsStream("chutes.json"), "chutes.json")) {
            return new JsonMapper()
                    .readTree(file)
                    .valueStream()
                    .map(BuiltInChutes::chute)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ChuteSpec chute(JsonNode json) {
        ChuteSpec chute = ChuteSpec.named(json.get("name").stringValue())
                .withSlug(json.get("slug").stringValue())
                .withTagline(json.get("tagline").stringValue())
                .withUsdPerHour(json.get("usd_per_hour").doubleValue())
                .withInstances(json.path("instances").intValue(1));
        if (json.has("chute_id")) {
            chute = chute.withId(json.get("chute_id").stringValue());
        }
        if (json.path("external").booleanValue(false)) {
            chute = chute.external();
        }
        for (JsonNode cord : json.get("cords").values()) {
            chute = chute.withCord(cord(cord));
        }
        return chute;
    }

    private static CordSpec cord(JsonNode json) {
        Medium medium = Medium.valueOf(json.get("medium").stringValue());
        return CordSpec.post(json.get("public_api_path").stringValue(), medium)
                .withInternalPath(json.get("path").stringValue())
                .withContentType(json.path("output_content_type").stringValue(medium.contentType()))
                .withInput(json.get("input").toString());
    }
}
