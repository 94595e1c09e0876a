package io.github.reactorchutes.test;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The platform's API around the calls. What it serves needs no instance and costs nothing. */
final class Queries implements QueryApi {

    private static final List<String> READ = List.of("/chutes/", AccountApi.ROOT, AccountApi.PRICING);
    private static final String OPERATIONS = "/external/operations";

    private final List<QueryApi> parts;

    Queries(QueryApi... parts) {
        this.parts = List.of(parts);
    }

    /** Return whether a request is a query, which takes no reply from the queue of the script. */
    static boolean isQuery(String method, String path) {
        return Platform.isPing(method, path)
                || path.startsWith(OPERATIONS)
                || (method.equals("GET") && READ.stream().anyMatch(path::startsWith));
    }

    @Override
    public @Nullable Reply answer(RecordedRequest request, RequestTarget target) {
        for (QueryApi part : parts) {
            Reply answer = part.answer(request, target);
            if (answer != null) {
                return answer;
            }
        }
        return null;
    }
}
