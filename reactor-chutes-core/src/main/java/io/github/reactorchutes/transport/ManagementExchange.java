package io.github.reactorchutes.transport;

import io.github.reactorchutes.management.Answer;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import io.github.reactorchutes.request.Endpoint;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends queries over the connections of a transport. */
final class ManagementExchange implements ManagementApi {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TransportConfig config;

    private final Supplier<@Nullable Connections> connections;

    private final String apiUrl;

    private final Duration timeout;

    ManagementExchange(TransportConfig config, Supplier<@Nullable Connections> connections) {
        this(config, connections, TIMEOUT);
    }

    ManagementExchange(TransportConfig config, Supplier<@Nullable Connections> connections, Duration timeout) {
        this.config = config;
        this.connections = connections;
        this.apiUrl = config.urls().apiUrl(config.apiUrl());
        this.timeout = timeout;
    }

    @Override
    public Mono<Answer> send(Query query) {
        return Mono.defer(() -> exchange(query).send(timeout));
    }

    @Override
    public Flux<String> events(Query query) {
        return Flux.defer(() -> exchange(query).events(timeout));
    }

    private QueryExchange exchange(Query query) {
        return new QueryExchange(query, urlOf(query), config, connections.get());
    }

    URI urlOf(Query query) {
        return URI.create(apiUrl + query.target());
    }

    @Override
    public URI chuteUrl(String slug, String path) {
        return config.urls().chuteUrl(slug, path);
    }

    @Override
    public @Nullable String slugOf(Endpoint endpoint) {
        return config.urls().slugOf(endpoint);
    }

    @Override
    public Endpoint endpoint(Query query) {
        return Endpoint.of(query.name(), urlOf(query));
    }
}
