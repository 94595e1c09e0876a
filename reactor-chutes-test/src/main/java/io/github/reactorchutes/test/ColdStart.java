package io.github.reactorchutes.test;

import java.time.Duration;

/** The start of a chute's first instance. Not thread-safe. */
final class ColdStart {

    private final Duration duration;
    private final long begun = System.nanoTime();

    ColdStart(Duration duration) {
        this.duration = duration;
    }

    boolean isOver() {
        return System.nanoTime() - begun >= duration.toNanos();
    }
}
