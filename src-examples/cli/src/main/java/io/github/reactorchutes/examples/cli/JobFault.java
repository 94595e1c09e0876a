package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.ChutesJobException;
import java.sql.SQLException;
import java.util.regex.Pattern;

/** Describes a failure of durable jobs. */
final class JobFault {

    /** Messages of drivers about files and permissions, which never quote a value. */
    private static final Pattern HARMLESS = Pattern.compile(
            "permission denied|SQLITE_(READONLY|CANTOPEN|NOTADB|CORRUPT|FULL|BUSY|IOERR)", Pattern.CASE_INSENSITIVE);

    private JobFault() {}

    static String describe(ChutesJobException failure) {
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof SQLException && HARMLESS.matcher(message).find()) {
                return failure.getMessage() + ": " + message;
            }
        }
        return String.valueOf(failure.getMessage());
    }
}
