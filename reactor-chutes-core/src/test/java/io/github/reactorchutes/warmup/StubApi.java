package io.github.reactorchutes.warmup;

import io.github.reactorchutes.management.Answer;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.request.Endpoint;
import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Event streams without a server, for tests of minutes. */
record StubApi(Function<Query, Flux<String>> streams) implements ManagementApi {

    @Override
    public Mono<Answer> send(Query query) {
        return Mono.error(new IllegalStateException("no queries"));
    }

    @Override
    public Flux<String> events(Query query) {
        return Flux.defer(() -> streams.apply(query));
    }

    @Override
    public URI chuteUrl(String slug, String path) {
        return URI.create("https://" + slug + ".chutes.ai" + path);
    }

    @Override
    public @Nullable String slugOf(Endpoint endpoint) {
        return null;
    }

    @Override
    public Endpoint endpoint(Query query) {
        return Endpoint.of(query.name(), URI.create("https://api.chutes.ai" + query.target()));
    }
}
