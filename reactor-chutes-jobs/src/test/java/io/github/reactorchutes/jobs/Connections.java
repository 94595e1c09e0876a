package io.github.reactorchutes.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements outside the library. */
final class Connections implements AutoCloseable {

    private final Connection connection;

    Connections(JobDatabase database) {
        try {
            connection = database.dataSource().getConnection();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
