package io.github.reactorchutes.test;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request addresses.
 *
 * @param method the method
 * @param slug the chute's slug if the host names one
 * @param path the decoded path
 * @param query the decoded query
 */
record RequestTarget(String method, @Nullable String slug, String path, Map<String, List<String>> query) {

    private static final String PLATFORM = ".chutes.ai";

    static RequestTarget of(RecordedRequest request) {
        QueryStringDecoder uri = new QueryStringDecoder(request.path());
        return new RequestTarget(
                request.method(), slug(request.header("Host").orElse("")), uri.path(), uri.parameters());
    }

    Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    boolean flag(String name) {
        return parameter(name)
                .filter(value -> List.of("true", "1", "yes", "on").contains(value.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    private static @Nullable String slug(String host) {
        String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
        boolean chute = name.endsWith(PLATFORM) && !name.equals("api" + PLATFORM);
        return chute ? name.substring(0, name.length() - PLATFORM.length()) : null;
    }
}
