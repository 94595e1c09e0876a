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

    /** Require tables that somebody else has created. */
    static void check(Database database) {
        database.inTransaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                int version = exists(statement, database.kind()) ? version(statement) : 0;
                requireKnown(version);
                requireCurrent(version, database.kind());
                return version;
            }
        });
    }

    private static boolean exists(Statement statement, Database.Kind kind) throws SQLException {
        String query = kind == Database.Kind.POSTGRESQL
                ? "select to_regclass('chutes_job_schema')"
                : "select name from sqlite_master where name = 'chutes_job_schema'";
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getString(1) != null;
        }
    }

    private static void requireCurrent(int version, Database.Kind kind) {
        if (version < VERSION) {
            throw new ChutesJobException(
                    Reason.SCHEMA,
                    (version == 0 ? "the tables of jobs are missing" : "the tables of jobs have version " + version)
                            + "; run the script io/github/reactorchutes/jobs/" + name(kind, version + 1)
                            + " of reactor-chutes-jobs, or let the tables be created");
        }
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
    }

    private static String script(Database.Kind kind, int version) {
        String name = name(kind, version);
        try (InputStream script = Schema.class.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Database.Kind kind, int version) {
        return "schema-" + version + "-" + kind.name().toLowerCase(Locale.ROOT) + ".sql";
    }
}
