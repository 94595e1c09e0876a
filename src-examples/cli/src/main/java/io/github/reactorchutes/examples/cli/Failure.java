package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.sink.VideoNotSavedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.Exceptions;

/**
 * An error as reported by the process.
 *
 * @param kind its exit code
 * @param billed whether the generation may have cost something
 * @param message one readable line
 * @param error the error
 */
record Failure(FailureKind kind, Billed billed, String message, Throwable error) {

    static Failure of(Throwable thrown) {
        Throwable error = Exceptions.unwrap(thrown);
        if (error instanceof FailedRunException run) {
            return of(run.error(), run.billed());
        }
        if (error instanceof FailedQueryException query) {
            return ofQuery(query.error());
        }
        FailureKind kind = kindOf(error);
        return of(error, kind == FailureKind.INTERRUPTED ? Billed.NO : kind.billed());
    }

    /**
     * Describe the failure of a run.
     *
     * @param billed whether the run may have cost something, as far as it got
     */
    static Failure of(Throwable thrown, Billed billed) {
        Throwable error = Exceptions.unwrap(thrown);
        if (error instanceof ChutesException call) {
            Billed exactly = billedOf(call);
            return new Failure(kindOf(call), exactly, call.getMessage() + Hint.of(call) + exactly.remark(), call);
        }
        if (error instanceof VideoNotSavedException) {
            return new Failure(FailureKind.UNSAVED, Billed.LIKELY, String.valueOf(error.getMessage()), error);
        }
        if (error instanceof ChutesJobException job) {
            return new Failure(kindOf(job), billed, JobFault.describe(job) + billed.remark(), job);
        }
        if (isLocal(error)) {
            FailureKind kind = billed == Billed.NO ? FailureKind.USAGE : FailureKind.UNSAVED;
            return new Failure(kind, billed, LocalFault.describe(error) + billed.remark(), error);
        }
        FailureKind kind = kindOf(error);
        return new Failure(
                kind, billed, describe(kind, error) + (kind == FailureKind.USAGE ? "" : billed.remark()), error);
    }

    /** A query generates nothing, so its outcome does not matter. */
    private static Failure ofQuery(ChutesException error) {
        FailureKind kind = kindOf(error) == FailureKind.REJECTED ? FailureKind.REJECTED : FailureKind.UNAVAILABLE;
        return new Failure(kind, Billed.NO, error.getMessage() + Hint.ofQuery(error), error);
    }

    int exitCode() {
        return kind.exitCode();
    }

    private static boolean isLocal(Throwable error) {
        return error instanceof IOException || error instanceof UncheckedIOException;
    }

    private static FailureKind kindOf(Throwable error) {
        if (error instanceof ChutesException call) {
            return kindOf(call);
        }
        if (error instanceof InterruptedRunException) {
            return FailureKind.INTERRUPTED;
        }
        if (error instanceof ChutesJobException job) {
            return kindOf(job);
        }
        if (error instanceof StoreException) {
            return FailureKind.UNAVAILABLE;
        }
        if (error instanceof OperationEndedException) {
            return FailureKind.ENDED;
        }
        return error instanceof IllegalArgumentException || error instanceof UsageException || isLocal(error)
                ? FailureKind.USAGE
                : FailureKind.DEFECT;
    }

    private static FailureKind kindOf(ChutesJobException job) {
        return job.reason() == ChutesJobException.Reason.DATABASE ? FailureKind.UNAVAILABLE : FailureKind.USAGE;
    }

    private static FailureKind kindOf(ChutesException call) {
        if (call instanceof ChutesResponseException response) {
            return kindOf(response);
        }
        if (call instanceof ChutesOutcomeUnknownException) {
            return FailureKind.UNKNOWN;
        }
        return call instanceof ChutesBodyException || call instanceof ChutesArtifactException
                ? FailureKind.BROKEN
                : FailureKind.UNAVAILABLE;
    }

    private static FailureKind kindOf(ChutesResponseException response) {
        if (response.reason() == Reason.NOT_A_VIDEO) {
            return FailureKind.BROKEN;
        }
        if (response.reason() == Reason.SERVER_ERROR) {
            return FailureKind.UNKNOWN;
        }
        return response.status() >= 500 || response.reason() == Reason.DISABLED
                ? FailureKind.UNAVAILABLE
                : FailureKind.REJECTED;
    }

    private static Billed billedOf(ChutesException call) {
        boolean notAVideo = call instanceof ChutesResponseException response && response.reason() == Reason.NOT_A_VIDEO;
        return notAVideo ? Billed.MAYBE : kindOf(call).billed();
    }

    private static String describe(FailureKind kind, Throwable error) {
        return kind == FailureKind.DEFECT
                ? "unexpected " + error + "; --verbose shows the stack trace"
                : String.valueOf(error.getMessage());
    }
}
