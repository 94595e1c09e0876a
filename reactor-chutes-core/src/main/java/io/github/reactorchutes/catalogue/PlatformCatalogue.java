package io.github.reactorchutes.catalogue;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.management.Answer;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The catalogue behind the management API. Made by the client alone; not part of the API.
 *
 * @since 0.1.0
 */
public final class PlatformCatalogue implements Catalogue {

    private static final int PAGE = 100;

    private static final int MAX_PAGES = 20;

    /** Of the most used chutes. */
    private static final int PAGES_OF_SUGGESTIONS = 5;

    private static final int SUGGESTIONS = 3;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

    private static final int MAX_NAME = 200;

    private final ManagementApi api;

    private final ChuteParser parser;

    /**
     * Create the catalogue of a client.
     *
     * @param api the management API
     */
    public PlatformCatalogue(ManagementApi api) {
        this.api = api;
        this.parser = new ChuteParser(api::chuteUrl);
    }

    @Override
    public Mono<ChuteDescription> describe(String chute) {
        String name = Objects.requireNonNull(chute, "chute").strip();
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches()) {
            return unknown(name);
        }
        return byNameOrId(name).switchIfEmpty(Mono.defer(() -> bySlug(name))).switchIfEmpty(unknown(name));
    }

    private Mono<ChuteDescription> byNameOrId(String name) {
        return api.send(Query.get("catalogue", "/chutes/{}", name))
                .flatMap(answer -> Mono.justOrEmpty(parser.chute(answer.body(), MissingNode.getInstance())))
                .onErrorResume(PlatformCatalogue::isNotFound, error -> Mono.empty());
    }

    private static boolean isNotFound(Throwable error) {
        return error instanceof ChutesResponseException response && response.reason() == Reason.NOT_FOUND;
    }

    /** The platform looks up names and ids, and filters by slugs. */
    private Mono<ChuteDescription> bySlug(String slug) {
        return api.send(list(0).with("include_schemas", true).with("slug", slug))
                .flatMapIterable(answer -> chutes(answer.body()))
                .filter(chute -> slug.equalsIgnoreCase(chute.slug()))
                .next();
    }

    private Mono<ChuteDescription> unknown(String name) {
        return pages(PAGES_OF_SUGGESTIONS)
                .filter(ChuteDescription::isPublic)
                .collectList()
                .onErrorReturn(ChutesException.class, List.of())
                .flatMap(all -> Mono.error(new UnknownChuteException(name, similar(name, all))));
    }

    private static List<String> similar(String name, List<ChuteDescription> chutes) {
        return Nearest.to(name, chutes, PlatformCatalogue::names, SUGGESTIONS).stream()
                .map(ChuteDescription::toString)
                .distinct()
                .toList();
    }

    private static Stream<String> names(ChuteDescription chute) {
        String name = chute.name();
        return Stream.of(chute.toString(), name, name.substring(name.lastIndexOf('/') + 1));
    }

    @Override
    public Flux<ChuteDescription> search(CatalogueQuery query) {
        return pages(MAX_PAGES).filter(query::matches).take(query.limit());
    }

    /** Read a page when the one before is consumed and more is demanded. */
    private Flux<ChuteDescription> pages(int max) {
        return Flux.range(0, max)
                .concatMap(page -> onDemand(api.send(list(page))), 0)
                .takeUntil(answer -> isLast(answer.body()))
                .concatMapIterable(answer -> chutes(answer.body()), 1)
                .distinct(chute -> Objects.requireNonNullElse(chute.id(), chute.toString()));
    }

    /** A query is sent when it is subscribed to, and the next page is subscribed to when one ends. */
    private static Flux<Answer> onDemand(Mono<Answer> query) {
        return Flux.just(query).hide().concatMap(one -> one, 0);
    }

    private static Query list(int page) {
        return Query.get("catalogue", "/chutes/")
                .with("include_public", true)
                .with("page", page)
                .with("limit", PAGE);
    }

    private static boolean isLast(JsonNode page) {
        return page.path("items").size() < PAGE;
    }

    private List<ChuteDescription> chutes(JsonNode page) {
        JsonNode cords = page.path("cord_refs");
        return Lenient.elements(page, "items", PAGE)
                .map(chute -> parser.chute(chute, cords))
                .filter(Objects::nonNull)
                .toList();
    }
}
