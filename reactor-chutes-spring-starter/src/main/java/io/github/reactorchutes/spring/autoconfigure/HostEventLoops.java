package io.github.reactorchutes.spring.autoconfigure;

import reactor.netty.http.client.HttpClient;

/** Runs a client on the application's current event loops, which the application replaces on restart. */
@FunctionalInterface
interface HostEventLoops {

    HttpClient use(HttpClient client);
}
