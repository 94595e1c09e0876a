package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.UnknownChuteException;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.EndpointUrl;
import java.net.URI;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A chute as people name it: by its name in the catalogue, or by a URL. */
final class ChuteEndpoint {

    private static final Pattern URL = Pattern.compile("(?i)https?://.+");

    private ChuteEndpoint() {}

    /**
     * Make a request, which the catalogue's schema must allow if the chute has a name.
     *
     * @param cord the path of one of its endpoints, or {@code null} for the first
     * @param fields adds the fields
     */
    static Mono<ChuteRequest> request(
            ChutesClient client, String chute, @Nullable String cord, UnaryOperator<ChuteRequest.Builder> fields) {
        if (URL.matcher(chute).matches()) {
            Endpoint endpoint = Endpoint.of("operation", EndpointUrl.requireValid("CHUTE", URI.create(chute)));
            return Mono.fromSupplier(() -> build(endpoint, fields));
        }
        return client.catalogue()
                .describe(chute)
                .onErrorMap(
                        UnknownChuteException.class,
                        unknown -> new UsageException(String.valueOf(unknown.getMessage()), unknown))
                .map(description -> cord(description, cord))
                .map(found -> found.requireValid(build(found.endpoint(), fields)));
    }

    private static ChuteRequest build(Endpoint endpoint, UnaryOperator<ChuteRequest.Builder> fields) {
        return fields.apply(ChuteRequest.builder(endpoint))
                .accept(AcceptedMedia.any())
                .build();
    }

    private static Cord cord(ChuteDescription description, @Nullable String name) {
        if (name != null) {
            return description.cord(name);
        }
        return description.cords().stream()
                .filter(Cord::isCallable)
                .findFirst()
                .orElseThrow(() -> new UsageException(description.name() + " has no endpoint that can be called"));
    }
}
