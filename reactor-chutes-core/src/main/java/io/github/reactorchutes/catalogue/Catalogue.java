package io.github.reactorchutes.catalogue;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The catalogue of the platform's chutes. Only the library implements this interface, so methods may be added.
 *
 * <p>Nothing is sent before a subscription, and each subscription asks anew: nothing is cached here, although the platform
 * may answer with the state of a minute ago. Queries cost nothing and take no permit of the client's limits.
 *
 * <p><b>Errors:</b> a response other than 200 is a {@link io.github.reactorchutes.error.ChutesResponseException}.
 *
 * <p><b>Experimental:</b> the platform's management API has no version.
 *
 * @since 0.1.0
 */
public interface Catalogue {

    /**
     * Describe a chute, with the schemas of its cords.
     *
     * @param chute its slug such as {@code chutes-wan2-1-14b}, its name such as {@code wan2.1-14b} or
     *     {@code owner/name}, or its id
     * @return the description; {@link UnknownChuteException} with similar names if there is no such chute
     */
    Mono<ChuteDescription> describe(String chute);

    /**
     * Search for public chutes.
     *
     * @param text see {@link CatalogueQuery#of(String)}
     * @return at most 25 chutes, the most used first
     * @throws IllegalArgumentException if the text is too long
     */
    default Flux<ChuteDescription> search(String text) {
        return search(CatalogueQuery.of(text));
    }

    /**
     * Search for chutes. The platform only filters by name, so the catalogue is read page by page, as the subscriber
     * demands more, until the limit is reached; at most 2,000 chutes are looked at.
     *
     * @param query what to search for
     * @return the chutes, the most used first, without schemas: {@link #describe} has those
     */
    Flux<ChuteDescription> search(CatalogueQuery query);
}
