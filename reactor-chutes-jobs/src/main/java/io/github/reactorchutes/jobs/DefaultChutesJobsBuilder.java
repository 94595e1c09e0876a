package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.store.VideoStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

final class DefaultChutesJobsBuilder implements ChutesJobs.Builder {

    private static final int MAX_NAME_CHARS = 100;

    private static final Duration LONGEST = Duration.ofDays(365);

    private @Nullable ChutesClient client;

    private @Nullable Path directory;

    private @Nullable Path databaseFile;

    private @Nullable DataSource dataSource;

    private @Nullable VideoStore store;

    private String account = "default";

    private int threads = 10;

    private Duration heartbeat = Duration.ofSeconds(10);

    private Duration pollInterval = Duration.ofSeconds(1);

    private Duration progressInterval = Duration.ofSeconds(1);

    private Duration firstBackoff = Duration.ofSeconds(5);

    private Duration maxBackoff = Duration.ofMinutes(10);

    private int maxRetries = 100;

    private int maxPaidCalls = 1;

    private int maxRequestBytes = 32 * 1024 * 1024;

    private int maxRowBytes = 1024 * 1024;

    private Duration spoolPatience = Duration.ofDays(1);

    private FailureText failureText = FailureText.OWN;

    private boolean createTables = true;

    private Checkpoint checkpoint = Checkpoint.NONE;

    @Override
    public ChutesJobs.Builder client(ChutesClient chutes) {
        this.client = Objects.requireNonNull(chutes, "client");
        return this;
    }

    @Override
    public ChutesJobs.Builder directory(Path folder) {
        this.directory = folder.toAbsolutePath().normalize();
        return this;
    }

    @Override
    public ChutesJobs.Builder databaseFile(Path file) {
        this.databaseFile = file.toAbsolutePath().normalize();
        return this;
    }

    @Override
    public ChutesJobs.Builder dataSource(DataSource database) {
        this.dataSource = Objects.requireNonNull(database, "dataSource");
        return this;
    }

    @Override
    public ChutesJobs.Builder store(VideoStore videos) {
        this.store = Objects.requireNonNull(videos, "store");
        return this;
    }

    @Override
    public ChutesJobs.Builder account(String name) {
        if (name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException(
                    "account must have 1 to " + MAX_NAME_CHARS + " characters but has " + name.length());
        }
        this.account = name;
        return this;
    }

    @Override
    public ChutesJobs.Builder threads(int number) {
        this.threads = within("threads", number, 0, 1000);
        return this;
    }

    @Override
    public ChutesJobs.Builder heartbeat(Duration interval) {
        this.heartbeat = within("heartbeat", interval, Duration.ofMillis(100), Duration.ofHours(1));
        return this;
    }

    @Override
    public ChutesJobs.Builder pollInterval(Duration interval) {
        this.pollInterval = within("pollInterval", interval, Duration.ofMillis(50), Duration.ofHours(1));
        return this;
    }

    @Override
    public ChutesJobs.Builder retries(int max, Duration first, Duration longest) {
        this.maxRetries = within("max", max, 0, 1_000_000);
        this.firstBackoff = within("first", first, Duration.ofMillis(10), LONGEST);
        this.maxBackoff = within("longest", longest, first, LONGEST);
        return this;
    }

    @Override
    public ChutesJobs.Builder maxPaidCalls(int calls) {
        this.maxPaidCalls = within("maxPaidCalls", calls, 1, 100);
        return this;
    }

    @Override
    public ChutesJobs.Builder maxRequestBytes(int bytes) {
        this.maxRequestBytes = within("maxRequestBytes", bytes, 1, 512 * 1024 * 1024);
        return this;
    }

    @Override
    public ChutesJobs.Builder maxRowBytes(int bytes) {
        this.maxRowBytes = within("maxRowBytes", bytes, 0, 64 * 1024 * 1024);
        return this;
    }

    @Override
    public ChutesJobs.Builder spoolPatience(Duration patience) {
        this.spoolPatience = within("spoolPatience", patience, Duration.ofSeconds(1), LONGEST);
        return this;
    }

    @Override
    public ChutesJobs.Builder errorText(Function<? super Throwable, String> text) {
        this.failureText = new FailureText(Objects.requireNonNull(text, "text"));
        return this;
    }

    @Override
    public ChutesJobs.Builder createTables(boolean create) {
        this.createTables = create;
        return this;
    }

    /** For tests: watch the points at which a process may end. */
    DefaultChutesJobsBuilder checkpoint(Checkpoint watch) {
        this.checkpoint = watch;
        return this;
    }

    /** For tests, which do not wait for a second. */
    DefaultChutesJobsBuilder progressInterval(Duration interval) {
        this.progressInterval = interval;
        return this;
    }

    @Override
    public ChutesJobs build() {
        return new DefaultChutesJobs(new JobSettings(
                require("client", client),
                require("directory", directory),
                databaseFile,
                dataSource,
                store,
                account,
                threads,
                heartbeat,
                pollInterval,
                progressInterval,
                new RetryTimes(firstBackoff, maxBackoff, maxRetries),
                maxPaidCalls,
                maxRequestBytes,
                maxRowBytes,
                spoolPatience,
                failureText,
                createTables,
                checkpoint));
    }

    private static <T> T require(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(name + " must be set");
        }
        return value;
    }

    private static int within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + " but was " + value);
        }
        return value;
    }

    private static Duration within(String name, Duration value, Duration min, Duration max) {
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + " but was " + value);
        }
        return value;
    }
}
