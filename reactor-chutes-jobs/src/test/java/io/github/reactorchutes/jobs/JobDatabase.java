package io.github.reactorchutes.jobs;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.fixture.TestDatabase;
import java.nio.file.Path;

/** An empty database of one kind, and its pool. */
record JobDatabase(HikariDataSource dataSource) implements AutoCloseable {

    static JobDatabase sqlite(Path directory) {
        return new JobDatabase(SqliteFile.open(directory.resolve("jobs.db")));
    }

    static JobDatabase postgres() {
        return postgres(PostgresServer.shared().newDatabase());
    }

    static JobDatabase postgres(String url) {
        return new JobDatabase(TestDatabase.pool(url));
    }

    @Override
    public void close() {
        dataSource.close();
    }
}
