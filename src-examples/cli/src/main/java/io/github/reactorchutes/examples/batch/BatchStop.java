package io.github.reactorchutes.examples.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Decides when the batch stops: after a failure that affects all jobs, or after repeated failures. */
final class BatchStop {

    static final String INTERRUPTED = "interrupted";

    private final Sinks.Empty<Void> sink = Sinks.empty();

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();

    private final AtomicInteger failuresInARow = new AtomicInteger();

    private final int limit;

    BatchStop(int limit) {
        this.limit = limit;
    }

    void stop(String why) {
        if (reason.compareAndSet(null, why)) {
            sink.tryEmitEmpty();
        }
    }

    /** Complete when the batch stops. */
    Mono<Void> signal() {
        return sink.asMono();
    }

    boolean isStopped() {
        return reason.get() != null;
    }

    @Nullable
    String reason() {
        return reason.get();
    }

    void made() {
        failuresInARow.set(0);
    }

    void failed(Verdict verdict) {
        if (verdict.blame() == Verdict.Blame.ALL) {
            stop("every other job would fail as well: " + verdict.reason());
        } else if (verdict.blame() == Verdict.Blame.SERVER && failuresInARow.incrementAndGet() == limit) {
            stop(limit + " jobs failed in a row, the last one with: " + verdict.reason());
        }
    }
}
