package io.github.reactorchutes.test;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The platform's API around the calls. What it serves needs no instance and costs nothing. */
final class Queries {

    private static final List<String> PATHS = List.of("/chutes/");

    private final WarmUpApi warmUp;
    private final CatalogueApi catalogue;

    Queries(EmulatorOptions options, Authentication authentication, Chutes chutes) {
        this.warmUp = new WarmUpApi(chutes, authentication, options.warmUpInterval);
        this.catalogue = new CatalogueApi(chutes, authentication);
    }

    /** Return whether a request is a query, which takes no reply from the queue of the script. */
    static boolean isQuery(String method, String path) {
        return Platform.isPing(method, path)
                || (method.equals("GET") && PATHS.stream().anyMatch(path::startsWith));
    }

    /** Return the answer, or null if the request is not a query. */
    @Nullable
    Reply answer(RecordedRequest request, RequestTarget target) {
        Reply answer = warmUp.answer(request, target);
        return answer == null ? catalogue.answer(request, target) : answer;
    }
}
