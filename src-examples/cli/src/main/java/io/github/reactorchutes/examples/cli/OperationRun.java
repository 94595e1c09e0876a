package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.operation.Operation;
import io.github.reactorchutes.operation.OperationState;
import io.github.reactorchutes.operation.Operations;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** From the start of an operation, or from where an earlier run got, to the file. */
final class OperationRun {

    private final Operations operations;

    private final OperationJournal journal;

    private final FileSink sink;

    private final int artifact;

    private final Consumer<String> notes;

    OperationRun(Operations operations, OperationJournal journal, FileSink sink, int artifact, Consumer<String> notes) {
        this.operations = operations;
        this.journal = journal;
        this.sink = sink;
        this.artifact = artifact;
        this.notes = notes;
    }

    Mono<SavedVideo> run(Mono<? extends VideoRequest> request, String key) {
        String known = journal.operation();
        Mono<Operation> started = known == null ? start(request, key) : resume(known, request, key);
        return started.flatMap(this::save).flatMap(saved -> onDisk(() -> journal.forget(), saved));
    }

    private Mono<Operation> start(Mono<? extends VideoRequest> request, String key) {
        return request.flatMap(made -> operations.start(made, key))
                .flatMap(operation -> operation.media() == null
                        ? onDisk(() -> journal.started(operation.id()), operation)
                        : Mono.just(operation));
    }

    /** An operation that the platform does not keep any more is started again, with the same key. */
    private Mono<Operation> resume(String id, Mono<? extends VideoRequest> request, String key) {
        notes.accept("resuming operation " + id);
        return operations
                .get(id)
                .onErrorResume(
                        ChutesResponseException.class,
                        error -> error.status() == 404 ? start(request, key) : Mono.error(error));
    }

    private Mono<SavedVideo> save(Operation operation) {
        VideoResponse media = operation.media();
        if (media != null) {
            notes.accept("the chute is not asynchronous: it has answered at once");
            return sink.save(media.body());
        }
        return ended(operation).flatMap(this::saveArtifact);
    }

    private Mono<Operation> ended(Operation operation) {
        return operations
                .watch(operation.id())
                .doOnNext(state -> notes.accept("operation " + operation.id() + ": " + word(state)))
                .then(Mono.defer(() -> operations.await(operation.id())));
    }

    private Mono<SavedVideo> saveArtifact(Operation ended) {
        if (ended.state() != OperationState.SUCCEEDED) {
            return onDisk(() -> journal.forget(), ended)
                    .flatMap(forgotten -> Mono.error(new OperationEndedException(forgotten)));
        }
        return artifact(operations, ended.id(), artifact, sink).doOnError(ChutesResponseException.class, this::explain);
    }

    static Mono<SavedVideo> artifact(Operations operations, String id, int index, FileSink sink) {
        return sink.saveResumable((position, etag) -> operations.artifact(id, index, position, etag));
    }

    private void explain(ChutesResponseException error) {
        if (error.status() == 404 || error.status() == 410) {
            notes.accept("the artifact is gone; remove " + journal.path() + " to start another operation");
        }
    }

    static String word(OperationState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** Changes a file. */
    @FunctionalInterface
    private interface Change {
        void make() throws IOException;
    }

    private static <T> Mono<T> onDisk(Change change, T value) {
        return Mono.fromCallable(() -> {
                    change.make();
                    return value;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }
}
