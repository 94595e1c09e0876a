package io.github.reactorchutes.warmup;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Follows the warm-up of chutes. Not part of the API: a client creates and owns it.
 *
 * @since 0.1.0
 */
public final class WarmUps {

    private final ManagementApi api;

    /**
     * Create the warm-ups of a client.
     *
     * @param api sends the queries
     */
    public WarmUps(ManagementApi api) {
        this.api = api;
    }

    /**
     * Follow a warm-up.
     *
     * @param chute the name, the id or the slug of the chute
     * @return the states
     */
    public Flux<WarmUpState> of(String chute) {
        Objects.requireNonNull(chute, "chute");
        return Flux.defer(() -> new WarmUpRun(api, chute).states())
                .onErrorResume(ChutesResponseException.class, error -> bySlug(chute, error))
                .onBackpressureLatest();
    }

    /** The platform knows chutes by name and by id, but an endpoint has the slug of its host. */
    private Flux<WarmUpState> bySlug(String chute, ChutesResponseException error) {
        if (error.reason() != Reason.NOT_FOUND || chute.indexOf('/') >= 0) {
            return Flux.error(error);
        }
        Query query = Query.get("catalogue", "/chutes/")
                .with("include_public", true)
                .with("slug", chute)
                .with("limit", 10);
        return api.send(query)
                .onErrorMap(unlisted -> error)
                .flatMapMany(answer -> Flux.fromStream(ids(answer.body(), chute)))
                .next()
                .switchIfEmpty(Mono.error(error))
                .flatMapMany(id -> new WarmUpRun(api, id).states());
    }

    private static Stream<String> ids(JsonNode body, String slug) {
        return body.path("items")
                .valueStream()
                .filter(item -> slug.equalsIgnoreCase(text(item, "slug")))
                .map(item -> text(item, "chute_id"))
                .filter(Objects::nonNull)
                .map(String::valueOf);
    }

    private static @Nullable String text(JsonNode item, String name) {
        JsonNode value = item.path(name);
        return value.isString() ? value.stringValue() : null;
    }
}
