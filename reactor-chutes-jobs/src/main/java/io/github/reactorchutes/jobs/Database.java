package io.github.reactorchutes.jobs;

import io.github.reactorchutes.database.DatabaseKind;
import io.github.reactorchutes.jobs.ChutesJobException.Reason;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Transactions of a database. Blocks; only threads of the jobs may use it. */
final class Database {

    private static final Logger logger = LoggerFactory.getLogger(Database.class);

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Work<T> {

        T in(Connection connection) throws SQLException;
    }

    private final DataSource dataSource;

    private final DatabaseKind kind;

    private Database(DataSource dataSource, DatabaseKind kind) {
        this.dataSource = dataSource;
        this.kind = kind;
    }

    static Database of(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return new Database(dataSource, kind(connection.getMetaData().getDatabaseProductName()));
        } catch (SQLException e) {
            throw failure("connecting", e);
        }
    }

    private static DatabaseKind kind(String product) {
        try {
            return DatabaseKind.of(product);
        } catch (IllegalArgumentException another) {
            throw new ChutesJobException(Reason.SCHEMA, String.valueOf(another.getMessage()));
        }
    }

    DataSource dataSource() {
        return dataSource;
    }

    DatabaseKind kind() {
        return kind;
    }

    /** Commit the work, or roll it back if it fails. If the commit fails, it may have happened. */
    <T> T inTransaction(Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (Throwable failed) {
                rollBack(connection);
                throw failed;
            } finally {
                restore(connection, autoCommit);
            }
        } catch (SQLException e) {
            throw failure("a transaction", e);
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            logger.debug("A transaction cannot be rolled back; its connection is broken", broken);
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        try {
            connection.setAutoCommit(autoCommit);
        } catch (SQLException broken) {
            logger.debug("A broken connection is returned to its pool", broken);
        }
    }

    /** Return how far the clock of the database is ahead of this machine's, in milliseconds. */
    long clockAheadMillis() {
        if (kind == DatabaseKind.SQLITE) {
            return 0;
        }
        return inTransaction(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet now = statement.executeQuery("select clock_timestamp()")) {
                now.next();
                return now.getTimestamp(1).getTime() - Instant.now().toEpochMilli();
            }
        });
    }

    /** The driver's message may quote a value of a statement, so only its code becomes part of the message. */
    static ChutesJobException failure(String what, SQLException e) {
        return new ChutesJobException(
                Reason.DATABASE,
                "the database failed in " + what + " (SQL state " + e.getSQLState() + ", code " + e.getErrorCode()
                        + ")",
                e);
    }
}
