package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class BatchPostgresStoreTests extends BatchStoreKit {

    @Override
    String newStore() {
        return PostgresServer.shared().newDatabase();
    }

    @Test
    void listsForAUserWhoMayOnlyRead() throws SQLException {
        run();
        try (Connection connection = DriverManager.getConnection(store(), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("revoke create on schema public from public");
            statement.execute("create role onlooker login");
            statement.execute("grant select on all tables in schema public to onlooker");
        }
        String asOnlooker = store().replace("user=postgres", "user=onlooker");

        CliRun list = CliRun.of("jobs", "list", "--store", asOnlooker);
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out()).hasLineCount(6);
        CliRun accept =
                CliRun.of("jobs", "accept", "--store", asOnlooker, list.out().substring(0, 36));
        assertThat(accept.exitCode()).isEqualTo(4);
        assertThat(accept.err()).contains("permission denied for table chutes_job");
    }
}
