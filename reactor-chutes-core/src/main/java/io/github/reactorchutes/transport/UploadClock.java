package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Limits a pause within an upload, and attributes it: to the server while a write is pending, or to the content while
 * there is nothing to write.
 */
final class UploadClock {

    private final LiveCall live;

    private final Duration timeout;

    private final Consumer<ChutesException> onTimeout;

    private volatile boolean writing;

    private volatile long progressNanos = System.nanoTime();

    UploadClock(LiveCall live, Duration timeout, Consumer<ChutesException> onTimeout) {
        this.live = live;
        this.timeout = timeout;
        this.onTimeout = onTimeout;
    }

    /** Start the clock; event loop only. */
    void start() {
        live.arm(timeout, this::check);
    }

    /** Record the start of a write; on any thread. */
    void writing() {
        writing = true;
        progressNanos = System.nanoTime();
    }

    /** Record that the socket has accepted a write; event loop only. */
    void written() {
        writing = false;
        progressNanos = System.nanoTime();
    }

    private void check() {
        long nanosLeft = timeout.toNanos() - (System.nanoTime() - progressNanos);
        if (nanosLeft > 0) {
            live.arm(Duration.ofNanos(nanosLeft), this::check);
        } else {
            onTimeout.accept(writing ? Failures.uploadStalled(live, timeout) : Failures.contentStalled(live, timeout));
        }
    }
}
