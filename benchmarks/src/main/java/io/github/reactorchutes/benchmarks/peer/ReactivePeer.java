package io.github.reactorchutes.benchmarks.peer;

import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Flux;

/** A peer whose bodies are read on demand. */
public interface ReactivePeer extends Peer {

    /** Send one POST on subscription; emit the size of each buffer after its release. */
    Flux<Integer> sizes();

    @Override
    default CompletableFuture<Long> download() {
        return sizes().reduce(0L, Long::sum).toFuture();
    }
}
