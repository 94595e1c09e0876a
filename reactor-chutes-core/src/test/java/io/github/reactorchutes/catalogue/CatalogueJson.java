package io.github.reactorchutes.catalogue;

import java.net.URI;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chutes as the platform writes them. */
final class CatalogueJson {

    private CatalogueJson() {}

    static JsonNode parse(String json) {
        return JsonMapper.shared().readTree(json.replace('\'', '"'));
    }

    static ChuteParser parser() {
        return new ChuteParser((slug, path) -> URI.create("https://" + slug + ".chutes.ai" + path));
    }

    static ChuteDescription chute(String json) {
        return Objects.requireNonNull(parser().chute(parse(json), parse("{}")));
    }

    /** Return a cord whose body has these properties, wrapped as the SDK wraps the argument of a function. */
    static Cord cord(String properties, String more) {
        return chute("{'slug':'me-painter','cords':[{'path':'/make','input_schema':{'type':'object',"
                        + "'required':['args'],'properties':{'args':{'$ref':'#/definitions/Input'}},"
                        + "'definitions':{'Input':{'type':'object'," + more + "'properties':{" + properties + "}}}}}]}")
                .cord("/make");
    }
}
