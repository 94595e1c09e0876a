package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A client and its server for queries of the management API, which cost nothing. */
final class Queries implements AutoCloseable {

    private final ChutesClient client;

    private final Server server;

    private final Shell shell;

    private Queries(ChutesClient client, Server server, Shell shell) {
        this.client = client;
        this.server = server;
        this.shell = shell;
    }

    static Queries open(ConnectionOptions options, Shell shell, Consumer<String> notes) throws IOException {
        Server server = Server.find(options, shell, notes);
        ChutesClient.Builder client = server.client();
        options.applyTo(client);
        return new Queries(client.build(), server, shell);
    }

    /** Wait for the answer of a query. */
    <T> T answer(Function<ChutesClient, Mono<T>> query) {
        return shell.await(query(query.apply(client), shell.interruption().signal()));
    }

    /** Mark the errors of a query, and end it at an interruption. */
    static <T> Mono<T> query(Mono<T> query, Mono<Void> interruption) {
        return query.onErrorMap(ChutesException.class, FailedQueryException::new)
                .takeUntilOther(interruption);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
