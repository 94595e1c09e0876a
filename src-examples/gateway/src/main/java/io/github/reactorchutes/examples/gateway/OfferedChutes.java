package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.catalogue.Catalogue;
import io.github.reactorchutes.catalogue.CatalogueQuery;
import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.UnknownChuteException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.test.ChutesEmulator;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The chutes of the platform's catalogue that visitors may call besides the known endpoints: those that the operator
 * lists, or each one that is up. They are named by slug and path, such as {@code harbor-painter/generate}.
 */
@Component
final class OfferedChutes {

    private static final String ALL = "*";

    private static final int MAX_LISTED = 100;

    private static final Duration FRESH = Duration.ofSeconds(30);

    private static final Pattern NAME =
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*){1,8}");

    private final Catalogue catalogue;

    private final List<String> slugs;

    private final Mono<List<ChuteDescription>> listed;

    /** Without a list, an emulator offers everything, because nothing costs money there. */
    OfferedChutes(ChutesClient chutes, GatewayProperties properties, ObjectProvider<ChutesEmulator> emulator) {
        this.catalogue = chutes.catalogue();
        boolean free = properties.chutes().isEmpty() && emulator.getIfAvailable() != null;
        this.slugs = free ? List.of(ALL) : List.copyOf(properties.chutes());
        this.listed = Mono.defer(this::list).cache(value -> FRESH, error -> Duration.ZERO, () -> Duration.ZERO);
    }

    static boolean isName(String endpoint) {
        return NAME.matcher(endpoint).matches();
    }

    static String name(ChuteDescription chute, Cord cord) {
        return chute.slug() + cord.path();
    }

    boolean isEmpty() {
        return slugs.isEmpty();
    }

    /** Return the offered chutes, as of the last half minute. */
    Mono<List<ChuteDescription>> all() {
        return listed;
    }

    /** Return a cord with its schema, or an error that names the field of the form. */
    Mono<Cord> cord(String endpoint) {
        int slash = endpoint.indexOf('/');
        String slug = endpoint.substring(0, slash);
        String path = endpoint.substring(slash);
        if (!slugs.contains(ALL) && !slugs.contains(slug)) {
            return Mono.error(notOffered());
        }
        return catalogue
                .describe(slug)
                .onErrorMap(UnknownChuteException.class, gone -> notOffered())
                .filter(chute -> slugs.contains(slug) || (chute.isPublic() && chute.isHot()))
                .flatMapIterable(ChuteDescription::cords)
                .filter(cord -> isUsable(cord) && cord.path().equals(path))
                .next()
                .switchIfEmpty(Mono.error(OfferedChutes::notOffered));
    }

    static boolean isUsable(Cord cord) {
        return cord.isCallable() && !cord.isStream();
    }

    private static InvalidVideoRequestException notOffered() {
        return new InvalidVideoRequestException("endpoint", "is not offered by this gateway, or is not up any more");
    }

    /** An asynchronous chute has no instance that is up, so that it is not among all chutes. */
    private Mono<List<ChuteDescription>> list() {
        Flux<ChuteDescription> found = slugs.contains(ALL)
                ? catalogue.search(CatalogueQuery.of("").hotOnly().limit(MAX_LISTED))
                : Flux.fromIterable(slugs)
                        .concatMap(slug -> catalogue
                                .describe(slug)
                                .onErrorResume(UnknownChuteException.class, gone -> Mono.empty()));
        return found.filter(chute -> chute.slug() != null).collectList();
    }
}
