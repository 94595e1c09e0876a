package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import java.time.Duration;

/** The retries of calls that certainly cost nothing. */
final class Retries {

    /** The number of retries that suits each kind of failure. */
    static final int BY_KIND = -1;

    /** The default number of retries while a chute is cold. */
    static final int COLD = 60;

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration LONGEST = Duration.ofMinutes(1);

    private Retries() {}

    /**
     * Return the filter.
     *
     * @param retries the maximum number for each kind of failure, or {@link #BY_KIND}
     * @param warm whether to wait for a cold chute by its warm-up, as long as a start takes
     */
    static RetryFilter of(int retries, boolean warm) {
        if (retries != BY_KIND && !warm) {
            return RetryFilter.of(retries);
        }
        RetryFilter.Builder filter = RetryFilter.builder().watchWarmUp(warm);
        if (retries != BY_KIND) {
            Backoff backoff = Backoff.of(retries, SHORTEST, LONGEST);
            filter.notReached(backoff).capacity(backoff);
        }
        return filter.build();
    }
}
