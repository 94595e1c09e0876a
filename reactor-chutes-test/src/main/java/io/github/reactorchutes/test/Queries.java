package io.github.reactorchutes.test;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The platform's API around the calls. What it serves needs no instance and costs nothing. */
final class Queries {

    private static final List<String> PATHS = List.of("/chutes/");

    private final Authentication authentication;
    private final CatalogueApi catalogue;

    Queries(Authentication authentication, Chutes chutes) {
        this.authentication = authentication;
        this.catalogue = new CatalogueApi(chutes);
    }

    /** Return whether a request is a query, which takes no reply from the queue of the script. */
    static boolean isQuery(String method, String path) {
        return Platform.isPing(method, path)
                || (method.equals("GET") && PATHS.stream().anyMatch(path::startsWith));
    }

    /** Return the answer, or null if the request is not a query. */
    @Nullable
    Reply answer(RecordedRequest request, RequestTarget target) {
        if (!isQuery(target.method(), target.path())) {
            return null;
        }
        PlatformError refusal = refusal(request);
        return refusal == null ? catalogue.answer(target) : refusal.reply();
    }

    /** The catalogue's public part needs no token. */
    private @Nullable PlatformError refusal(RecordedRequest request) {
        return request.header("Authorization").isEmpty()
                ? null
                : authentication.refusal(request.header("Authorization"));
    }
}
