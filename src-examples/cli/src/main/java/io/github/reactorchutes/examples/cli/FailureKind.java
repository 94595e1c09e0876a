package io.github.reactorchutes.examples.cli;

import java.util.Locale;

/** The kinds of failures, each with its exit code and whether it may have cost something. */
enum FailureKind {
    DEFECT(1, Billed.MAYBE, "a defect of this tool"),
    USAGE(2, Billed.NO, "wrong options, an invalid request, or a local file"),
    REJECTED(3, Billed.NO, "rejected by the server: the request, the token or the account"),
    UNAVAILABLE(4, Billed.NO, "unavailable: not connected, starting or disabled"),
    BROKEN(5, Billed.LIKELY, "the video is incomplete, or the response is not a video"),
    UNKNOWN(6, Billed.MAYBE, "outcome unknown: no response, or an error of the server"),
    UNSAVED(7, Billed.LIKELY, "the video or its report could not be written"),
    ENDED(8, Billed.MAYBE, "an operation or a durable job failed, was cancelled or expired"),
    INTERRUPTED(130, Billed.MAYBE, "interrupted");

    private final int exitCode;

    private final Billed billed;

    private final String description;

    FailureKind(int exitCode, Billed billed, String description) {
        this.exitCode = exitCode;
        this.billed = billed;
        this.description = description;
    }

    int exitCode() {
        return exitCode;
    }

    /** Return whether a failure of this kind may have cost something, if nothing else is known. */
    Billed billed() {
        return billed;
    }

    String description() {
        return description;
    }

    /** Return the name for scripts. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
