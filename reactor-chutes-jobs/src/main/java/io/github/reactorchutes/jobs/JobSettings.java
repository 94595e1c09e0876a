package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.store.VideoStore;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What the builder was given, complete and checked. */
record JobSettings(
        ChutesClient client,
        Path directory,
        @Nullable Path databaseFile,
        @Nullable DataSource dataSource,
        @Nullable VideoStore store,
        String account,
        int threads,
        Duration heartbeat,
        Duration pollInterval,
        Duration progressInterval,
        RetryTimes retryTimes,
        int maxPaidCalls,
        int maxRequestBytes,
        int maxRowBytes,
        Duration spoolPatience,
        FailureText failureText,
        boolean createTables,
        Checkpoint checkpoint) {}
