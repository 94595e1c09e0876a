package io.github.reactorchutes.spring.properties;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * Jobs that survive a restart, and that several processes share.
 *
 * @since 0.1.0
 */
public final class JobsProperties {

    /**
     * The database of the jobs.
     *
     * @since 0.1.0
     */
    public enum Database {
        /** The DataSource of the application: PostgreSQL, or SQLite. */
        APPLICATION,
        /** A file of the directory, for the processes of one machine. */
        FILE
    }

    /**
     * Whether to execute durable jobs, with a ChutesJobs bean. Requires the module reactor-chutes-jobs and a directory.
     * Decided at build time under AOT.
     */
    private boolean enabled;

    /**
     * Directory for complete videos until the store has them, on a disk that survives a restart. It also has the database
     * and the videos, unless the application provides a DataSource and a VideoStore.
     */
    private @Nullable Path directory;

    /**
     * Where the jobs are. In the DataSource of the application, if it has one, and otherwise in a file of the directory.
     */
    private @Nullable Database database;

    /** File of the database, which is SQLite. By default jobs.db of the directory. */
    private @Nullable Path databaseFile;

    /**
     * Whether to create and upgrade the tables. Otherwise, a tool of the application runs the scripts of the module.
     */
    private boolean createTables = true;

    /** Name of the client that calls the platform. The ChutesClient bean unless set. */
    private @Nullable String client;

    /** Name of the account that pays. Keys of jobs are unique within it. */
    private String account = "default";

    /**
     * Number of jobs that this process executes at a time. By default concurrency.max-calls of the client, if it is set,
     * and otherwise 10. With 0, the process submits and reads jobs, and executes none.
     */
    private @Nullable Integer threads;

    /** How often an execution shows that it is alive, in all processes. After six missed heartbeats it is dead. */
    private Duration heartbeat = Duration.ofSeconds(10);

    /** How often to look for due jobs of other processes. */
    private Duration pollInterval = Duration.ofSeconds(1);

    /** Retries of jobs that certainly cost nothing, after those of the client. */
    @NestedConfigurationProperty
    private final BackoffProperties retry = BackoffProperties.of(100, Duration.ofSeconds(5), Duration.ofMinutes(10));

    /** Number of calls of a job that may be billed. With more than 1, jobs that are UNKNOWN or LOST are resent. */
    private int maxPaidCalls = 1;

    /** Maximum size of a request, including the image in base64. It is in memory while it is submitted and sent. */
    private DataSize maxRequestSize = DataSize.ofMegabytes(32);

    /** Maximum size of a request that is kept in its row. Larger ones are in the store. */
    private DataSize maxRowSize = DataSize.ofMegabytes(1);

    /** How long a complete video on the disk of another machine is waited for, before its job is LOST. */
    private Duration spoolPatience = Duration.ofDays(1);

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public @Nullable Path getDirectory() {
        return directory;
    }

    public void setDirectory(@Nullable Path directory) {
        this.directory = directory;
    }

    public @Nullable Database getDatabase() {
        return database;
    }

    public void setDatabase(@Nullable Database database) {
        this.database = database;
    }

    public @Nullable Path getDatabaseFile() {
        return databaseFile;
    }

    public void setDatabaseFile(@Nullable Path databaseFile) {
        this.databaseFile = databaseFile;
    }

    public boolean isCreateTables() {
        return createTables;
    }

    public void setCreateTables(boolean createTables) {
        this.createTables = createTables;
    }

    public @Nullable String getClient() {
        return client;
    }

    public void setClient(@Nullable String client) {
        this.client = client;
    }

    public String getAccount() {
        return account;
    }

    public void setAccount(String account) {
        this.account = account;
    }

    public @Nullable Integer getThreads() {
        return threads;
    }

    public void setThreads(@Nullable Integer threads) {
        this.threads = threads;
    }

    public Duration getHeartbeat() {
        return heartbeat;
    }

    public void setHeartbeat(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public BackoffProperties getRetry() {
        return retry;
    }

    public int getMaxPaidCalls() {
        return maxPaidCalls;
    }

    public void setMaxPaidCalls(int maxPaidCalls) {
        this.maxPaidCalls = maxPaidCalls;
    }

    public DataSize getMaxRequestSize() {
        return maxRequestSize;
    }

    public void setMaxRequestSize(DataSize maxRequestSize) {
        this.maxRequestSize = maxRequestSize;
    }

    public DataSize getMaxRowSize() {
        return maxRowSize;
    }

    public void setMaxRowSize(DataSize maxRowSize) {
        this.maxRowSize = maxRowSize;
    }

    public Duration getSpoolPatience() {
        return spoolPatience;
    }

    public void setSpoolPatience(Duration spoolPatience) {
        this.spoolPatience = spoolPatience;
    }
}
