package io.github.reactorchutes.examples.gateway;

import java.net.InetSocketAddress;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Visitors, known by their addresses, because the gateway has no login. */
final class Visitor {

    private Visitor() {}

    static String of(ServerHttpRequest http) {
        InetSocketAddress address = http.getRemoteAddress();
        return address == null ? "unknown" : address.getHostString();
    }

    /** Return who decides, for the history of a job. */
    static String nameOf(ServerWebExchange exchange) {
        return "visitor at " + of(exchange.getRequest());
    }
}
