package io.github.reactorchutes.jobs;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.store.VideoStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Everything that a started {@link ChutesJobs} has opened, and closes again. */
final class RunningJobs {

    private static final Logger logger = LoggerFactory.getLogger(RunningJobs.class);

    private static final Duration MAX_SWEEP_INTERVAL = Duration.ofMinutes(1);

    private static final int SWEEP_LIMIT = 100;

    private static final int DATABASE_THREADS = 8;

    private final JobContext context;

    private final JobWorker worker;

    private final ChutesClient client;

    private final Scheduler sendingThreads;

    private final Database database;

    private final @Nullable HikariDataSource ownDatabase;

    /** Whether to wait no longer for a database that is away. */
    private final AtomicBoolean drained;

    private final Scheduler housekeeper = Schedulers.newSingle(WorkerThreads.named("chutes-jobs-sweep-"));

    private RunningJobs(JobSettings settings, @Nullable HikariDataSource ownDatabase, DataSource dataSource) {
        this.ownDatabase = ownDatabase;
        this.drained = new AtomicBoolean();
        this.database = Database.of(dataSource);
        if (settings.createTables()) {
            Schema.upgrade(database);
        } else {
            Schema.check(database);
        }
        DatabaseClock clock = new DatabaseClock();
        clock.adjust(database);
        String name = workerName();
        JobRepository repository = new JobRepository(database, clock);
        Ledger ledger = new Ledger(repository, name, settings.failureText(), settings.checkpoint(), drained::get);
        this.context = new JobContext(settings, store(settings), repository, ledger, clock);
        this.sendingThreads =
                Schedulers.newBoundedElastic(DATABASE_THREADS, Integer.MAX_VALUE, "chutes-jobs-sending", 60, true);
        this.client = settings.client()
                .mutate()
                .filter(new SendingFilter(ledger, sendingThreads))
                .build();
        this.worker = new JobWorker(context, client);
        context.engine(new Engine(
                database,
                clock,
                new Engine.Settings(settings.threads(), settings.pollInterval(), settings.heartbeat(), name),
                worker));
    }

    static RunningJobs start(JobSettings settings) {
        if (settings.threads() > 0) {
            new Spool(settings.directory().resolve("spool")).create();
        }
        DataSource given = settings.dataSource();
        if (given != null) {
            return begun(settings, null, given);
        }
        HikariDataSource own = SqliteFile.open(databaseFile(settings));
        try {
            return begun(settings, own, own);
        } catch (RuntimeException failed) {
            own.close();
            throw failed;
        }
    }

    private static Path databaseFile(JobSettings settings) {
        return settings.databaseFile() == null ? settings.directory().resolve("jobs.db") : settings.databaseFile();
    }

    private static RunningJobs begun(JobSettings settings, @Nullable HikariDataSource own, DataSource dataSource) {
        RunningJobs jobs = new RunningJobs(settings, own, dataSource);
        jobs.begin(settings);
        return jobs;
    }

    private static VideoStore store(JobSettings settings) {
        return settings.store() == null ? FileVideoStore.in(settings.directory().resolve("videos")) : settings.store();
    }

    private static String workerName() {
        return "worker-" + ProcessHandle.current().pid() + "-"
                + UUID.randomUUID().toString().substring(0, 8);
    }

    private void begin(JobSettings settings) {
        if (settings.threads() > 0) {
            context.engine().start();
            long interval = Math.min(context.deadAfter().toMillis(), MAX_SWEEP_INTERVAL.toMillis());
            housekeeper.schedulePeriodically(this::sweep, 0, interval, TimeUnit.MILLISECONDS);
        }
    }

    /** Repair what a crash between two transactions left behind. */
    private void sweep() {
        try {
            context.clock().adjust(database);
            long before = context.clock().millis() - context.deadAfter().toMillis();
            context.repository()
                    .withoutExecution(before, SWEEP_LIMIT)
                    .forEach(row -> context.repository()
                            .schedule(row.id(), context.clock().now(), context.engine()));
            worker.archivist().sweep();
        } catch (RuntimeException again) {
            logger.warn("Looking for unfinished jobs failed, and is repeated: {}", ErrorText.of(again));
        }
    }

    JobContext context() {
        return context;
    }

    /** Cancel a call that was sent, in whichever process it is. */
    Optional<JobRow> cancelCall(String id) {
        Optional<JobRow> row = context.repository().requestCancel(id);
        row.filter(JobRow::cancelRequested).ifPresent(requested -> worker.cancel(id));
        return row;
    }

    Mono<Void> stop(Duration drain) {
        return Mono.create(sink -> {
            Thread closer = new Thread(
                    () -> {
                        try {
                            stopNow(drain);
                            sink.success();
                        } catch (RuntimeException e) {
                            sink.error(e);
                        }
                    },
                    "chutes-jobs-close");
            closer.setDaemon(true);
            closer.start();
        });
    }

    private void stopNow(Duration drain) {
        worker.close();
        abortAfter(drain);
        context.engine().stop();
        housekeeper.dispose();
        client.close();
        sendingThreads.dispose();
        if (ownDatabase != null) {
            ownDatabase.close();
        }
    }

    /** Abort the calls that are left then; the first of several times counts. */
    void abortAfter(Duration drain) {
        try {
            housekeeper.schedule(this::abort, drain.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException ended) {
            logger.debug("No call is left to abort");
        }
    }

    private void abort() {
        drained.set(true);
        client.close();
    }
}
