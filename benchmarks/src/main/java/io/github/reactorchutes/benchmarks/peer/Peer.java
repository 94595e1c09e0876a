package io.github.reactorchutes.benchmarks.peer;

import java.util.concurrent.CompletableFuture;

/** A measured client, which downloads videos and discards their bytes. */
public interface Peer extends AutoCloseable {

    String JSON = "{\"prompt\":\"a fox\"}";

    /** Send one POST; the result completes with the size of the video after its last byte. */
    CompletableFuture<Long> download();

    @Override
    default void close() {}
}
