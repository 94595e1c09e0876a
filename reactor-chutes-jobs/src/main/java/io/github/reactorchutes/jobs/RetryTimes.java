package io.github.reactorchutes.jobs;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Whether and when a job is tried again whose call certainly cost nothing. */
record RetryTimes(Duration first, Duration max, int maxRetries) {

    private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

    boolean allows(JobRow row, Throwable error) {
        return row.refusals() < maxRetries && mayHelp(error);
    }

    private static boolean mayHelp(Throwable error) {
        return error instanceof ChutesNotSentException
                || error instanceof ChutesCallRejectedException
                || (error instanceof ChutesException failure && failure.isRetryable())
                || (error instanceof ChutesJobException failed
                        && failed.reason() == ChutesJobException.Reason.DATABASE);
    }

    /** Return the wait: doubled with each refusal, with jitter, and no shorter than the platform asked for. */
    Duration next(int refusals, @Nullable Throwable error) {
        long full = Math.min(max.toMillis(), first.toMillis() << Math.min(refusals, 20));
        Duration wait = Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
        Duration asked = retryAfter(error);
        return asked == null || asked.compareTo(wait) < 0 ? wait : min(asked, MAX_RETRY_AFTER);
    }

    private static @Nullable Duration retryAfter(@Nullable Throwable error) {
        if (error instanceof ChutesResponseException answer) {
            return answer.retryAfter();
        }
        return error instanceof ChutesCallRejectedException rejected ? rejected.retryAfter() : null;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
