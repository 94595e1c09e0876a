package io.github.reactorchutes.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/**
 * Creates tables and upgrades them by numbered scripts, {@code schema-1-sqlite.sql} or {@code schema-1-postgresql.sql}
 * and so on. Each script records its version, so that other tools can run it. Several processes may do it at once: one
 * waits for the other.
 *
 * @since 0.1.0
 */
public final class SchemaScripts {

    private static final Pattern COMMAND_END = Pattern.compile(";\\s*(\\n|$)");

    private final Class<?> place;

    private final String what;

    private final String table;

    private final int version;

    private final long lock;

    /**
     * Describe tables.
     *
     * @param place a class in the package of the scripts
     * @param what whose tables they are, for messages, such as {@code jobs}
     * @param table the table that has the versions
     * @param version the number of the last script
     * @param lock an arbitrary number that no other lock of the database should have
     */
    public SchemaScripts(Class<?> place, String what, String table, int version, long lock) {
        this.place = place;
        this.what = what;
        this.table = table;
        this.version = version;
        this.lock = lock;
    }

    /**
     * Create or upgrade the tables within a transaction.
     *
     * @param connection the connection of the transaction
     * @param kind its database
     * @throws SQLException if a command fails
     * @throws UnsuitableSchemaException if the tables are newer than the scripts
     */
    public void upgrade(Connection connection, DatabaseKind kind) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (kind == DatabaseKind.POSTGRESQL) {
                statement.execute("select pg_advisory_xact_lock(" + lock + ")");
            }
            statement.execute("create table if not exists " + table + " (version integer not null)");
            int found = found(statement);
            requireKnown(found);
            for (int next = found + 1; next <= version; next++) {
                for (String command :
                        COMMAND_END.splitAsStream(script(kind, next)).toList()) {
                    statement.execute(command);
                }
            }
        }
    }

    /**
     * Require tables that somebody else has created.
     *
     * @param connection a connection
     * @param kind its database
     * @throws SQLException if a query fails
     * @throws UnsuitableSchemaException if the tables are missing, older or newer than the scripts
     */
    public void check(Connection connection, DatabaseKind kind) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int found = exists(statement, kind) ? found(statement) : 0;
            requireKnown(found);
            if (found < version) {
                throw new UnsuitableSchemaException((found == 0
                                ? "the tables of " + what + " are missing"
                                : "the tables of " + what + " have version " + found)
                        + "; run the script "
                        + place.getPackageName().replace('.', '/') + "/" + name(kind, found + 1)
                        + " of reactor-chutes-jobs, or let the tables be created");
            }
        }
    }

    private boolean exists(Statement statement, DatabaseKind kind) throws SQLException {
        String query = kind == DatabaseKind.POSTGRESQL
                ? "select to_regclass('" + table + "')"
                : "select name from sqlite_master where name = '" + table + "'";
        try (ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getString(1) != null;
        }
    }

    private int found(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("select max(version) from " + table)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private void requireKnown(int found) {
        if (found > version) {
            throw new UnsuitableSchemaException("the tables of " + what + " have version " + found
                    + " but this library knows versions up to " + version + "; use a newer reactor-chutes-jobs");
        }
    }

    private String script(DatabaseKind kind, int number) {
        String name = name(kind, number);
        try (InputStream script = place.getResourceAsStream(name)) {
            if (script == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(DatabaseKind kind, int number) {
        return "schema-" + number + "-" + kind.lowerCase() + ".sql";
    }
}
