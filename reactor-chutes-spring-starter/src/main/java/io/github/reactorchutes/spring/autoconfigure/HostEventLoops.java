package io.github.reactorchutes.spring.autoconfigure;

import reactor.netty.http.client.HttpClient;

/** Runs a client on the event loops of the host, those of the moment: the host makes new ones when it restarts. */
@FunctionalInterface
interface HostEventLoops {

    HttpClient use(HttpClient client);
}
