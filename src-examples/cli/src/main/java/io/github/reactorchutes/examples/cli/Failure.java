package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import reactor.core.Exceptions;

/**
 * An error as reported by the process: an exit code and one readable line.
 *
 * @param exitCode one of {@link ExitCodes}
 * @param message the line
 */
record Failure(int exitCode, String message) {

    static Failure of(Throwable thrown) {
        Throwable error = Exceptions.unwrap(thrown);
        if (error instanceof ChutesException failure) {
            return new Failure(exitCodeOf(failure), failure.getMessage() + Hint.of(failure));
        }
        if (error instanceof IOException || error instanceof UncheckedIOException) {
            return new Failure(ExitCodes.USAGE, LocalFault.describe(error));
        }
        return new Failure(exitCodeOf(error), describe(error));
    }

    private static int exitCodeOf(ChutesException failure) {
        if (failure instanceof ChutesResponseException response) {
            return exitCodeOf(response);
        }
        return failure instanceof ChutesBodyException ? ExitCodes.BROKEN_BODY : ExitCodes.UNAVAILABLE;
    }

    private static int exitCodeOf(ChutesResponseException response) {
        if (response.status() >= 500) {
            return ExitCodes.UNAVAILABLE;
        }
        return response.status() >= 400 ? ExitCodes.REJECTED : ExitCodes.BROKEN_BODY;
    }

    private static int exitCodeOf(Throwable error) {
        if (error instanceof InterruptedRunException) {
            return ExitCodes.INTERRUPTED;
        }
        return error instanceof UsageException || error instanceof IllegalArgumentException
                ? ExitCodes.USAGE
                : ExitCodes.DEFECT;
    }

    private static String describe(Throwable error) {
        return exitCodeOf(error) == ExitCodes.DEFECT
                ? "unexpected " + error + "; --verbose shows the stack trace"
                : String.valueOf(error.getMessage());
    }
}
