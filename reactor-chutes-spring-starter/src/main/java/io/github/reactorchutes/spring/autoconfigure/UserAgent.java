package io.github.reactorchutes.spring.autoconfigure;

import io.netty.handler.codec.http.HttpHeaders;
import reactor.netty.http.client.HttpClient;

/** Adds the starter to the client's {@code User-Agent}. */
final class UserAgent {

    private static final String HEADER = "User-Agent";

    private static final String PRODUCT = "reactor-chutes-spring-starter/" + version();

    private UserAgent() {}

    static HttpClient addTo(HttpClient client) {
        return client.headers(UserAgent::add);
    }

    private static void add(HttpHeaders headers) {
        headers.set(HEADER, headers.get(HEADER) + " " + PRODUCT);
    }

    private static String version() {
        String version = UserAgent.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
