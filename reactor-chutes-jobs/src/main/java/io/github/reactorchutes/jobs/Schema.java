package io.github.reactorchutes.jobs;

import io.github.reactorchutes.database.DatabaseKind;
import io.github.reactorchutes.database.SchemaScripts;
import io.github.reactorchutes.database.UnsuitableSchemaException;
import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import java.sql.Connection;
import java.sql.SQLException;

/** The tables of jobs, and those of the engine. */
final class Schema {

    static final int VERSION = 1;

    private static final SchemaScripts SCRIPTS =
            new SchemaScripts(Schema.class, "jobs", "chutes_job_schema", VERSION, 0x6368757465734aL);

    private Schema() {}

    static void upgrade(Database database) {
        run(database, SCRIPTS::upgrade);
    }

    /** Require tables that somebody else has created. */
    static void check(Database database) {
        run(database, SCRIPTS::check);
    }

    private static void run(Database database, Step step) {
        try {
            database.inTransaction(connection -> {
                step.with(connection, database.kind());
                return VERSION;
            });
        } catch (UnsuitableSchemaException unsuitable) {
            throw new ChutesJobException(Reason.SCHEMA, String.valueOf(unsuitable.getMessage()));
        }
    }

    @FunctionalInterface
    private interface Step {

        void with(Connection connection, DatabaseKind kind) throws SQLException;
    }
}
