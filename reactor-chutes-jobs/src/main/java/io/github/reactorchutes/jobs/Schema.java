package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Creates the tables and upgrades them by numbered scripts. Several processes may do it at once: one waits for the
 * other.
 */
final class Schema {

    static final int VERSION = 1;

    /** An arbitrary number that no other lock of the database should have. */
    private static final long LOCK = 0x6368757465734aL;

    private static final Pattern COMMAND_END = Pattern.compile(";\\s*(\\n|$)");

    private Schema() {}

    static void upgrade(Database database) {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                lock(statement, database.kind());
                statement.execute("create table if not exists chutes_job_schema (version integer not null)");
                int version = version(statement);
                requireKnown(version);
                for (int next = version + 1; next <= VERSION; next++) {
                    run(statement, database.kind(), next);
                }
                return version;
            }
        });
    }

    private static void lock(Statement statement, Database.Kind kind) throws SQLException {
        if (kind == Database.Kind.POSTGRESQL) {
            statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select max(version) from chutes_job_schema")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void requireKnown(int version) {
        if (version > VERSION) {
            throw new ChutesJobException(
                    Reason.SCHEMA,
                    "the tables of jobs have version " + version + " but this library knows versions up to " + VERSION
                            + "; use a newer reactor-chutes-jobs");
        }
    }

    private static void run(Statement statement, Database.Kind kind, int version) throws SQLException {
        for (String command : COMMAND_END.splitAsStream(script(kind, version)).toList()) {
            statement.execute(command);
        }
        statement.execute("insert into chutes_job_schema (version) values (" + version + ")");
    }

    private static String script(Database.Kind kind, int version) {
        String name = "schema-" + version + "-" + kind.name().toLowerCase(Locale.ROOT) + ".sql";
        try (InputStream script = Schema.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
