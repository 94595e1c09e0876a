package io.github.reactorchutes.test;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The queries of the catalogue below {@code /chutes/}. */
final class CatalogueApi implements QueryApi {

    private static final String ROOT = "/chutes/";
    private static final JsonMapper MAPPER = new JsonMapper();

    private final Chutes chutes;
    private final Authentication authentication;

    CatalogueApi(Chutes chutes, Authentication authentication) {
        this.chutes = chutes;
        this.authentication = authentication;
    }

    @Override
    public @Nullable Reply answer(RecordedRequest request, RequestTarget target) {
        if (!target.method().equals("GET") || !target.path().startsWith(ROOT)) {
            return null;
        }
        PlatformError refusal = refusal(request);
        return refusal == null ? answer(target) : refusal.reply();
    }

    /** The public part needs no token, but no wrong one either. */
    private @Nullable PlatformError refusal(RecordedRequest request) {
        Optional<String> token = request.header("Authorization");
        return token.isEmpty() ? null : authentication.refusal(token);
    }

    private Reply answer(RequestTarget target) {
        String name = target.path().substring(ROOT.length());
        return switch (name) {
            case "" -> list(target);
            case "utilization" -> utilization();
            default -> describe(name);
        };
    }

    private Reply describe(String nameOrId) {
        return chutes.byNameOrId(nameOrId)
                .map(chute -> Replies.json(ChuteJson.described(chute)))
                .orElseGet(PlatformError.CHUTE_NOT_FOUND::reply);
    }

    private Reply list(RequestTarget target) {
        return Page.of(target).map(page -> list(target, page)).orElseGet(() -> Page.problem(target));
    }

    private Reply list(RequestTarget target, Page page) {
        List<EmulatedChute> found = matching(target).toList();
        ObjectNode answer = page.head(found.size());
        CordReferences cords = new CordReferences(target.flag("include_schemas"));
        page.of(found).forEach(chute -> answer.withArray("/items").add(ChuteJson.listed(chute, cords.add(chute))));
        answer.set("cord_refs", cords.json());
        return Replies.json(answer);
    }

    /** All chutes are public and belong to others. */
    private Stream<EmulatedChute> matching(RequestTarget target) {
        if (!target.flag("include_public")) {
            return Stream.empty();
        }
        return chutes.listed()
                .filter(chute -> target.parameter("name")
                        .map(part -> has(chute.name(), part))
                        .orElse(true))
                .filter(chute -> target.parameter("exclude")
                        .map(part -> !has(chute.name(), part))
                        .orElse(true))
                .filter(chute -> target.parameter("slug")
                        .map(chute.slug()::equalsIgnoreCase)
                        .orElse(true));
    }

    private Reply utilization() {
        return Replies.json(MAPPER.createArrayNode()
                .addAll(chutes.listed().map(ChuteJson::utilization).toList()));
    }

    private static boolean has(String name, String part) {
        return name.toLowerCase(Locale.ROOT).contains(part.strip().toLowerCase(Locale.ROOT));
    }
}
