package io.github.reactorchutes.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ctrl-C as a signal in the pipeline, so that calls are cancelled and files deleted before the process ends.
 */
final class Interruption {

    private final Sinks.Empty<Void> sink = Sinks.empty();

    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile Duration cleanUpLimit = Duration.ofSeconds(10);

    /** Fail with an {@link InterruptedRunException} once the process is asked to end; never complete. */
    Mono<Void> signal() {
        return sink.asMono();
    }

    /** Delay the end of the process until the run has cleaned up. */
    void hookIntoShutdown() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interruptAndAwaitEnd, "interruption"));
    }

    /** Limit the delay of the process's end. Default: 10 seconds. */
    void cleanUpWithin(Duration limit) {
        cleanUpLimit = limit;
    }

    void interrupt() {
        sink.tryEmitError(new InterruptedRunException());
    }

    void runEnded() {
        ended.countDown();
    }

    private void interruptAndAwaitEnd() {
        interrupt();
        try {
            Duration limit = cleanUpLimit;
            if (!ended.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("chutes: gave up cleaning up after " + limit.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
