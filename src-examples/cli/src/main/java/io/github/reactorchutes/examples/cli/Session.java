package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.progress.ProgressFilter;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.FileSink;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** A client, its server, and the server's generation times in earlier runs. */
final class Session implements AutoCloseable {

    private final ChutesClient client;

    private final Server server;

    private final Mono<Void> stop;

    private final Experience experience;

    private final Spending spending;

    private Session(ChutesClient client, Server server, Mono<Void> stop, Experience experience, Spending spending) {
        this.client = client;
        this.server = server;
        this.stop = stop;
        this.experience = experience;
        this.spending = spending;
    }

    static Session open(ConnectionOptions options, KeepingOptions keeping, Shell shell, Progress progress)
            throws IOException {
        Server server = Server.find(options, shell, progress::note);
        Experience experience =
                server.isEmulator() ? Experience.none() : Experience.load(shell.environment(), options.baseUrl());
        ChutesClient.Builder client = server.client().filter(ProgressFilter.of(progress, experience.times()));
        options.applyTo(client);
        keeping.applyTo(client);
        int retries = options.retries();
        if (retries != 0 || options.warms()) {
            client.filter(Retries.of(retries, options.warms())).filter(new AttemptReport(progress, options.attempts()));
        }
        Spending spending = new Spending();
        client.filter(spending);
        return new Session(client.build(), server, shell.interruption().signal(), experience, spending);
    }

    /** Look up a chute. */
    Mono<ChuteDescription> describe(String chute) {
        return Queries.query(client.catalogue().describe(chute), stop);
    }

    /** Start an instance of an endpoint's chute, unless it is hot. */
    Mono<Void> warmUp(Endpoint endpoint, Consumer<String> notes) {
        return WarmUps.of(client, List.of(endpoint), notes)
                .takeUntilOther(stop)
                .onErrorMap(error -> new FailedRunException(error, Billed.NO, null));
    }

    /** Generate a video into a file, which exists only if it is complete. An interruption waits for the clean-up. */
    Mono<GeneratedVideo> generate(VideoRequest request, FileSink sink) {
        return Mono.defer(() -> {
            AtomicReference<VideoResponse> head = new AtomicReference<>();
            return sink.synced()
                    .stoppedBy(stop)
                    .saveCall(client.exchange(request).doOnNext(head::set).map(VideoResponse::body))
                    .timed()
                    .map(saved -> new GeneratedVideo(
                            saved.get(), Objects.requireNonNull(head.get(), "a head"), request, saved.elapsed()))
                    .onErrorMap(error -> new FailedRunException(error, spending.billed(), null));
        });
    }

    @Override
    public void close() {
        experience.save();
        client.close();
        server.close();
    }
}
