package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.database.DatabaseKind;
import io.github.reactorchutes.database.UnsuitableSchemaException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that other tools create, of limits and of everything that uses the same scripts. */
class SchemaTests {

    @TempDir
    private Path folder;

    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("limits.db"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void areThoseOfTheScript() throws Exception {
        for (String command : script().split(";\n", -1)) {
            run(command);
        }

        assertThatCode(() -> Schema.SCRIPTS.check(connection, DatabaseKind.SQLITE))
                .doesNotThrowAnyException();
        assertThatCode(() -> Schema.SCRIPTS.upgrade(connection, DatabaseKind.SQLITE))
                .doesNotThrowAnyException();
    }

    @Test
    void areCreatedOnce() throws SQLException {
        Schema.SCRIPTS.upgrade(connection, DatabaseKind.SQLITE);
        Schema.SCRIPTS.upgrade(connection, DatabaseKind.SQLITE);

        assertThatCode(() -> Schema.SCRIPTS.check(connection, DatabaseKind.SQLITE))
                .doesNotThrowAnyException();
    }

    @Test
    void areMissing() {
        assertThatThrownBy(() -> Schema.SCRIPTS.check(connection, DatabaseKind.SQLITE))
                .isInstanceOf(UnsuitableSchemaException.class)
                .hasMessage("the tables of limits are missing; run the script"
                        + " io/github/reactorchutes/limits/schema-1-sqlite.sql of reactor-chutes-jobs, or let the tables be"
                        + " created");
    }

    @Test
    void areThoseOfALaterVersion() throws SQLException {
        Schema.SCRIPTS.upgrade(connection, DatabaseKind.SQLITE);
        run("insert into chutes_limit_schema (version) values (7)");

        assertThatThrownBy(() -> Schema.SCRIPTS.upgrade(connection, DatabaseKind.SQLITE))
                .hasMessageContaining("have version 7 but this library knows versions up to 1");
    }

    @Test
    void areOfOneOfTwoProducts() {
        assertThat(DatabaseKind.of("SQLite")).isEqualTo(DatabaseKind.SQLITE);
        assertThat(DatabaseKind.of("PostgreSQL")).isEqualTo(DatabaseKind.POSTGRESQL);
        assertThatThrownBy(() -> DatabaseKind.of("H2")).hasMessage("dataSource must be SQLite or PostgreSQL but is H2");
    }

    private static String script() throws Exception {
        try (InputStream script = Schema.class.getResourceAsStream("schema-1-sqlite.sql")) {
            assertThat(script).isNotNull();
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void run(String command) throws SQLException {
        if (!command.isBlank()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(command);
            }
        }
    }
}
