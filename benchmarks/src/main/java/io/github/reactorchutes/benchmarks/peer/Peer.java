package io.github.reactorchutes.benchmarks.peer;

import java.util.concurrent.CompletableFuture;

/** A client under measurement: it downloads videos, and throws their bytes away as they come. */
public interface Peer extends AutoCloseable {

    String JSON = "{\"prompt\":\"a fox\"}";

    /** Send one POST; the result completes with the size of the video when its last byte has come. */
    CompletableFuture<Long> download();

    @Override
    default void close() {}
}
