package io.github.reactorchutes.limits;

import io.github.reactorchutes.database.DatabaseKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs transactions that read, decide and write. Blocks for a bounded time, and never on an event loop. */
final class Transactions {

    private static final Logger logger = LoggerFactory.getLogger(Transactions.class);

    /** The longest wait for an answer of the database, or for another writer. */
    private static final int TIMEOUT_MILLIS = 10_000;

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Work<T> {

        T in(Connection connection, DatabaseKind kind) throws SQLException;
    }

    private final DataSource dataSource;

    Transactions(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseKind kind = DatabaseKind.of(connection.getMetaData().getDatabaseProductName());
            boolean autoCommit = connection.getAutoCommit();
            try {
                return kind == DatabaseKind.SQLITE ? alone(connection, work) : locking(connection, work);
            } finally {
                restore(connection, autoCommit);
            }
        }
    }

    /** The transactions of the SQLite driver begin as readers, unless the user's data source says otherwise. */
    private static <T> T alone(Connection connection, Work<T> work) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = " + TIMEOUT_MILLIS);
            statement.execute("begin immediate");
            try {
                T result = work.in(connection, DatabaseKind.SQLITE);
                statement.execute("commit");
                return result;
            } catch (Throwable failed) {
                rollBack(() -> statement.execute("rollback"));
                throw failed;
            }
        }
    }

    /** With a stricter isolation, a transaction that waits for a lock would fail and not see what it waited for. */
    private static <T> T locking(Connection connection, Work<T> work) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, TIMEOUT_MILLIS);
        connection.setAutoCommit(false);
        int isolation = connection.getTransactionIsolation();
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        try {
            T result = work.in(connection, DatabaseKind.POSTGRESQL);
            connection.commit();
            connection.setTransactionIsolation(isolation);
            return result;
        } catch (Throwable failed) {
            rollBack(connection::rollback);
            throw failed;
        }
    }

    private static void restore(Connection connection, boolean autoCommit) {
        rollBack(() -> connection.setAutoCommit(autoCommit));
    }

    private static void rollBack(Step step) {
        try {
            step.run();
        } catch (SQLException broken) {
            logger.debug("A broken connection is returned", broken);
        }
    }

    @FunctionalInterface
    private interface Step {

        void run() throws SQLException;
    }
}
