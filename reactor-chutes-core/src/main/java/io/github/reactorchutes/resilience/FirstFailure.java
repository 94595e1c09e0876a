package io.github.reactorchutes.resilience;

import io.github.reactorchutes.guard.CallerCode;
import java.lang.reflect.UndeclaredThrowableException;
import org.jspecify.annotations.Nullable;

/** Runs all of several tasks sequentially, even if some throw, and rethrows the first exception at the end. */
final class FirstFailure {

    private @Nullable Throwable first;

    void run(Runnable task) {
        Throwable failure = CallerCode.failureOf(task);
        if (failure != null) {
            add(failure);
        }
    }

    void add(Throwable failure) {
        if (first == null) {
            first = failure;
        } else {
            CallerCode.report("The start of a call", failure);
        }
    }

    void rethrow() {
        if (first instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (first instanceof Error error) {
            throw error;
        }
        if (first != null) {
            throw new UndeclaredThrowableException(first);
        }
    }
}
