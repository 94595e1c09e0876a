package io.github.reactorchutes.examples.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Ctrl-C as a signal in the pipeline, so that calls are cancelled and files deleted before the process ends. A second
 * one abandons what the first one let finish.
 */
final class Interruption {

    private static final Duration CLEAN_UP = Duration.ofSeconds(10);

    private final Sinks.Empty<Void> sink = Sinks.empty();

    private final Sinks.Empty<Void> impatience = Sinks.empty();

    private final CountDownLatch ended = new CountDownLatch(1);

    private final AtomicBoolean pressed = new AtomicBoolean();

    private volatile Duration grace = Duration.ZERO;

    /** Fail with an {@link InterruptedRunException} once the process is asked to end; never complete. */
    Mono<Void> signal() {
        return sink.asMono();
    }

    /** Complete at the second Ctrl-C, if something is still finishing. */
    Mono<Void> abandoned() {
        return impatience.asMono();
    }

    /** Receive Ctrl-C, and delay the end of the process until the run has cleaned up. */
    void hookIntoProcess() {
        Signals.handle("INT", this::pressed);
        Runtime.getRuntime().addShutdownHook(new Thread(this::interruptAndAwaitEnd, "interruption"));
    }

    /** Let a run finish its videos for this time. Default: none. */
    void finishWithin(Duration time) {
        grace = time;
    }

    /**
     * Handle Ctrl-C.
     *
     * @return whether the run will end because of it; otherwise only the end of the process is left
     */
    boolean press() {
        if (pressed.compareAndSet(false, true)) {
            interrupt();
            return true;
        }
        grace = Duration.ZERO;
        boolean somethingIsFinishing = impatience.currentSubscriberCount() > 0;
        impatience.tryEmitEmpty();
        return somethingIsFinishing;
    }

    void interrupt() {
        sink.tryEmitError(new InterruptedRunException());
    }

    void runEnded() {
        ended.countDown();
    }

    private void interruptAndAwaitEnd() {
        interrupt();
        awaitEnd();
    }

    /** The main thread ends the process once the run has cleaned up. */
    private void pressed() {
        if (!press() || !awaitEnd()) {
            Runtime.getRuntime().halt(ExitCodes.INTERRUPTED);
        }
    }

    private boolean awaitEnd() {
        try {
            Duration limit = grace.plus(CLEAN_UP);
            boolean inTime = ended.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime) {
                System.err.println("chutes: gave up cleaning up after " + limit.toSeconds() + " s");
            }
            return inTime;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
