package io.github.reactorchutes.examples.temporal;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a failed call has cost, which alone decides whether it may be repeated. Its name is the type of the failure. */
enum Outcome {
    /** Certainly nothing, and it may succeed later. */
    NOT_BEGUN,
    /** Certainly nothing, and it would fail again. */
    REJECTED,
    /** Perhaps a generation. */
    MAY_BE_BILLED;

    /** Return the failure of an activity whose call failed, before or after it was sent. */
    static ApplicationFailure failure(Throwable error, boolean sent) {
        Outcome outcome = of(error, sent);
        ApplicationFailure.Builder failure = ApplicationFailure.newBuilder()
                .setType(outcome.name())
                .setMessage(String.valueOf(error.getMessage()))
                .setNonRetryable(outcome != NOT_BEGUN)
                .setCause(error);
        Duration retryAfter = retryAfter(error);
        return (retryAfter == null ? failure : failure.setNextRetryDelay(retryAfter)).build();
    }

    private static Outcome of(Throwable error, boolean sent) {
        if (error instanceof ChutesException failure) {
            return of(failure);
        }
        if (sent) {
            return MAY_BE_BILLED;
        }
        return error instanceof IllegalArgumentException ? REJECTED : NOT_BEGUN;
    }

    private static Outcome of(ChutesException failure) {
        if (failure.mayBeBilled()) {
            return MAY_BE_BILLED;
        }
        boolean later = failure.isRetryable() || failure instanceof ChutesCallRejectedException;
        return later ? NOT_BEGUN : REJECTED;
    }

    private static @Nullable Duration retryAfter(Throwable error) {
        if (error instanceof ChutesResponseException refused) {
            return refused.retryAfter();
        }
        return error instanceof ChutesCallRejectedException rejected ? rejected.retryAfter() : null;
    }

    /** Read the outcome in the workflow. A worker that is gone, or anything unforeseen, may have been billed. */
    static Outcome of(ActivityFailure failure) {
        if (failure.getCause() instanceof CanceledFailure) {
            // The activity itself never ends as cancelled: no worker had begun it
            return NOT_BEGUN;
        }
        return failure.getCause() instanceof ApplicationFailure known ? ofType(known.getType()) : MAY_BE_BILLED;
    }

    private static Outcome ofType(String type) {
        return type.equals(NOT_BEGUN.name()) ? NOT_BEGUN : type.equals(REJECTED.name()) ? REJECTED : MAY_BE_BILLED;
    }
}
