package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.ChutesCallRejectedException.Limit;
import org.jspecify.annotations.Nullable;

/** The wait for a permit of one limit. */
final class PermitWait {

    private final String limit;

    private final long startedNanos = System.nanoTime();

    PermitWait(Limit limit) {
        this.limit = limit == Limit.RATE ? "rate" : "concurrency";
    }

    Ended acquired(@Nullable Ended before) {
        return new Ended(true, limit, sinceStart(), before);
    }

    Ended refused(@Nullable Ended before) {
        return new Ended(false, limit, sinceStart(), before);
    }

    private long sinceStart() {
        return System.nanoTime() - startedNanos;
    }

    /**
     * The end of a wait.
     *
     * @param admitted whether the call got the permit
     * @param limit the name of the limit
     * @param nanos how long it took
     * @param before the wait before it, or {@code null} if this is the first one of an attempt
     */
    record Ended(
            boolean admitted,
            String limit,
            long nanos,
            @Nullable Ended before) {}
}
