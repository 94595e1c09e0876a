package io.github.reactorchutes.limits;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates the tables and upgrades them by numbered scripts. Several processes may do that at the same time. */
final class Schema {

    static final int VERSION = 1;

    /** An arbitrary number that no other lock of the database should have. */
    private static final long LOCK = 0x636875746573_4cL;

    private Schema() {}

    static void upgrade(Connection connection, Dialect dialect) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (dialect == Dialect.POSTGRESQL) {
                statement.execute("select pg_advisory_xact_lock(" + LOCK + ")");
            }
            statement.execute("create table if not exists chutes_limit_schema (version integer not null)");
            int version = version(statement);
            if (version > VERSION) {
                throw new SQLException("the tables of limits have version " + version
                        + ", but this library knows versions up to " + VERSION + "; use a newer reactor-chutes-jobs");
            }
            for (int next = version + 1; next <= VERSION; next++) {
                run(statement, next);
            }
        }
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select max(version) from chutes_limit_schema")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void run(Statement statement, int version) throws SQLException {
        for (String command : script(version).split(";", -1)) {
            if (!command.isBlank()) {
                statement.execute(command);
            }
        }
        statement.execute("insert into chutes_limit_schema (version) values (" + version + ")");
    }

    private static String script(int version) {
        String name = "schema-" + version + ".sql";
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
