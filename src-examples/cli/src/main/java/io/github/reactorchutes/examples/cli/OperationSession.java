package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.operation.Operations;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;
import java.io.PrintWriter;
import reactor.core.publisher.Mono;

/** A client for operations. */
final class OperationSession implements AutoCloseable {

    private static final int RETRIES = 3;

    private final ChutesClient client;

    private final Server server;

    private final Mono<Void> stop;

    private final Spending spending;

    private OperationSession(ChutesClient client, Server server, Mono<Void> stop, Spending spending) {
        this.client = client;
        this.server = server;
        this.stop = stop;
        this.spending = spending;
    }

    static OperationSession open(ConnectionOptions options, Shell shell, PrintWriter err) throws IOException {
        Server server = Server.find(options, shell, line -> note(err, line));
        ChutesClient.Builder client = server.client();
        options.applyTo(client);
        int retries = options.retries(RETRIES);
        if (retries > 0) {
            client.filter(RetryFilter.of(retries));
        }
        Spending spending = new Spending();
        client.filter(spending);
        return new OperationSession(client.build(), server, shell.interruption().signal(), spending);
    }

    static void note(PrintWriter err, String line) {
        err.println("chutes: " + line);
        err.flush();
    }

    Operations operations() {
        return client.operations();
    }

    ChutesClient client() {
        return client;
    }

    Mono<Void> stop() {
        return stop;
    }

    /** End a run at Ctrl-C, and report what it may have cost. */
    <T> Mono<T> run(Mono<T> run) {
        return Mono.firstWithSignal(run, stop.then(Mono.<T>never()))
                .onErrorMap(error -> new FailedRunException(error, spending.billed(), null));
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
