package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Set;

/** Why jobs did not start. */
final class JobsFailures {

    /** Classes of SQL states that waiting does not mend: wrong name or password, no such database, no rights. */
    private static final Set<String> REFUSALS = Set.of("28", "3D", "42");

    private JobsFailures() {}

    /** Return whether the database is away, and may come back. */
    static boolean isAway(Throwable failure) {
        return failure instanceof ChutesJobException job
                && job.reason() == Reason.DATABASE
                && !(job.getCause() instanceof SQLException refused && isRefusal(refused));
    }

    private static boolean isRefusal(SQLException failure) {
        String state = failure.getSQLState();
        return state != null && state.length() == 5 && REFUSALS.contains(state.substring(0, 2));
    }

    /** Explain a failure that waiting does not mend. */
    static RuntimeException problem(RuntimeException failure) {
        if (failure instanceof ChutesJobException job) {
            return new ConfigurationProblem(
                    "The Chutes jobs cannot start: " + job.getMessage() + ".", action(job), "", job);
        }
        if (failure instanceof UncheckedIOException directory) {
            return new ConfigurationProblem(
                    "The Chutes jobs cannot start: " + directory.getMessage() + ".",
                    "Set chutes.jobs.directory to a directory that this process may write.",
                    "",
                    directory);
        }
        return failure;
    }

    private static String action(ChutesJobException failure) {
        return failure.reason() == Reason.SCHEMA
                ? "Use PostgreSQL or SQLite with tables of this version, or set chutes.jobs.database to file. With"
                        + " chutes.jobs.create-tables=true, missing tables are created."
                : "Correct the DataSource of the application: its user needs the right to create tables, unless"
                        + " chutes.jobs.create-tables is false.";
    }
}
