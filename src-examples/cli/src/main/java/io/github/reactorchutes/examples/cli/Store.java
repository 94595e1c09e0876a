package io.github.reactorchutes.examples.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.batch.PrivateFiles;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.limits.JdbcAccountLimits;
import io.github.reactorchutes.store.FileVideoStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;

/** An open store of durable jobs. */
final class Store implements AutoCloseable {

    /** The jobs need 4, the limits 3; a process has at most two jobs, and a call under way rarely needs one. */
    private static final int CONNECTIONS = 12;

    private static final int CONNECT_SECONDS = 15;

    /** Another machine may send a request, but cannot read what this one keeps beside its videos. */
    private static final int MAX_REQUEST_BYTES = 32 * 1024 * 1024;

    private final StoreLocation location;

    private final Path directory;

    private final Path videos;

    private final @Nullable HikariDataSource postgres;

    private Store(StoreLocation location, Path outDirectory, @Nullable HikariDataSource postgres) {
        this.location = location;
        this.directory = location.directory(outDirectory);
        this.videos = location.videos(outDirectory);
        this.postgres = postgres;
    }

    /**
     * Open a store, whose tables and files are created when its jobs start.
     *
     * @param outDirectory the directory of the batch, which has what the location does not say
     */
    static Store open(StoreLocation location, Path outDirectory) {
        if (location.postgres() == null) {
            return new Store(location, outDirectory, null);
        }
        return new Store(location, outDirectory, pool(location.postgres(), location.name()));
    }

    /** Open a store that exists. */
    static Store openExisting(StoreLocation location, Path outDirectory) {
        if (!exists(location)) {
            throw new UsageException(
                    "there are no jobs in " + location.name() + "; chutes batch FILE --store makes them");
        }
        return open(location, outDirectory);
    }

    /** Return whether a store has the tables of jobs. Creates nothing. */
    static boolean exists(StoreLocation location) {
        if (location.file() != null && !Files.exists(location.file())) {
            return false;
        }
        try (Connection connection = connect(location);
                Statement statement = connection.createStatement()) {
            statement.executeQuery("select version from chutes_job_schema").close();
            return true;
        } catch (SQLException noTable) {
            if ("42P01".equals(noTable.getSQLState()) || isMessage(noTable, "no such table")) {
                return false;
            }
            throw new StoreException("cannot read " + location.name() + ": " + noTable.getMessage(), noTable);
        }
    }

    private static boolean isMessage(SQLException error, String words) {
        return String.valueOf(error.getMessage()).contains(words);
    }

    private static Connection connect(StoreLocation location) throws SQLException {
        return location.postgres() == null
                ? DriverManager.getConnection("jdbc:sqlite:" + location.file())
                : connect(location.postgres(), location.name());
    }

    /** A message of the driver never has the password, which is not part of the URL. */
    private static Connection connect(PostgresUrl url, String name) {
        try {
            return DriverManager.getConnection(url.name(), properties(url));
        } catch (SQLException refused) {
            throw new StoreException("cannot connect to " + name + ": " + refused.getMessage(), refused);
        }
    }

    private static Properties properties(PostgresUrl url) {
        Properties properties = new Properties();
        properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS));
        properties.setProperty("ApplicationName", "chutes");
        properties.putAll(url.parameters());
        Given.pass(url.user(), user -> properties.setProperty("user", user));
        Given.pass(url.password(), password -> properties.setProperty("password", password));
        return properties;
    }

    /** The first connection is made without the pool, which would report a failure late and at length. */
    private static HikariDataSource pool(PostgresUrl url, String name) {
        try (Connection first = connect(url, name)) {
            first.isValid(CONNECT_SECONDS);
        } catch (SQLException broken) {
            throw new StoreException("cannot connect to " + name + ": " + broken.getMessage(), broken);
        }
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url.name());
        config.setDataSourceProperties(properties(url));
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(CONNECT_SECONDS * 1000L);
        config.setPoolName("chutes-store");
        return new HikariDataSource(config);
    }

    StoreLocation location() {
        return location;
    }

    /** Build jobs of this store that execute nothing, and begin with them. */
    ChutesJobs.Builder jobs(ChutesClient client) {
        ChutesJobs.Builder jobs = ChutesJobs.builder()
                .client(client)
                .directory(directory)
                .store(FileVideoStore.in(videos))
                .threads(0);
        if (postgres == null) {
            return jobs.databaseFile(Objects.requireNonNull(location.file()));
        }
        if (!location.hasAllVideos()) {
            jobs.maxRowBytes(MAX_REQUEST_BYTES);
        }
        return jobs.dataSource(postgres);
    }

    /** Begin the limits that all processes with this store share. */
    JdbcAccountLimits.Builder limits(String account) throws IOException {
        return JdbcAccountLimits.builder(postgres == null ? sqlite() : postgres, account);
    }

    /** The file is that of the jobs, with prompts that only its owner may read. */
    private DataSource sqlite() throws IOException {
        Path file = Objects.requireNonNull(location.file());
        PrivateFiles.createDirectories(directory);
        PrivateFiles.open(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE))
                .close();
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        source.setJournalMode("WAL");
        return source;
    }

    @Override
    public void close() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
