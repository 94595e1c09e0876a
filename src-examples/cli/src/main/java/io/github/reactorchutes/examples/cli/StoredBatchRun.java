package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.batch.BatchListener;
import io.github.reactorchutes.examples.batch.BatchReport;
import io.github.reactorchutes.examples.batch.BatchSettings;
import io.github.reactorchutes.examples.batch.Job;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.Journal;
import io.github.reactorchutes.examples.batch.StoreMark;
import io.github.reactorchutes.examples.batch.StoredBatch;
import io.github.reactorchutes.examples.batch.StoredBatchSettings;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.limits.JdbcAccountLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A batch whose jobs are in a store, which other processes share. */
final class StoredBatchRun {

    /** Beyond the retries of the client, in case another process or another minute has more luck. */
    private static final int RETRIES = 3;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final int HEARTBEATS = 6;

    private static final int MAX_ACCOUNT_CHARS = 100;

    private final Shell shell;

    private final StoreLocation location;

    private final BatchSettings settings;

    private final StoredBatchSettings store;

    private final Duration deadAfter;

    StoredBatchRun(Shell shell, StoreLocation location, BatchSettings settings, String server, Duration deadAfter) {
        this.shell = shell;
        this.location = location;
        this.settings = settings;
        this.store = new StoredBatchSettings(
                location.name(),
                server.substring(0, Math.min(server.length(), MAX_ACCOUNT_CHARS)),
                location.hasAllVideos(),
                Objects.requireNonNullElse(System.getProperty("user.name"), "batch"));
        this.deadAfter = deadAfter;
    }

    /** Look up what a run would do. Creates nothing. */
    List<JobResult> plan(List<Job> lines) throws IOException {
        requireOwnDirectory();
        if (!Store.exists(location)) {
            return shell.await(StoredBatch.plan(settings, store, Optional.empty(), lines));
        }
        try (Store opened = Store.open(location, settings.directory());
                ChutesClient client = ChutesClient.builder().apiToken("none").build();
                ChutesJobs reader = jobs(opened, client).createTables(false).build()) {
            return shell.await(reader.start()
                    .then(Mono.defer(() -> StoredBatch.plan(settings, store, Optional.of(reader), lines))));
        }
    }

    /**
     * Run the batch.
     *
     * @param builder the client to be
     * @param limits the limits that the processes with the store share
     * @param linesOf reads the prompt file with the client
     * @param warmUp what happens before the first call
     */
    BatchReport run(
            ChutesClient.Builder builder,
            SharedLimits limits,
            Function<ChutesClient.Builder, List<Job>> linesOf,
            BiFunction<ChutesClient, List<Job>, Mono<Void>> warmUp,
            BatchListener listener)
            throws IOException {
        Mono<Void> interruption = shell.interruption().signal();
        StoredBatch batch = new StoredBatch(settings, store, listener);
        List<Job> lines = linesOf.apply(builder);
        requireOwnDirectory();
        try (Store opened = open();
                JdbcAccountLimits account = limits.in(opened);
                ChutesClient client = builder.filter(batch.callFilter())
                        .filters(limits.filters(account))
                        .filter(batch.attemptFilter())
                        .build();
                ChutesJobs reader = jobs(opened, client).build()) {
            ChutesJobs worker =
                    jobs(opened, client).threads(settings.concurrency()).build();
            shell.interruption().finishWithin(settings.grace());
            Mono<BatchReport> run = warmUp.apply(client, lines)
                    .takeUntilOther(interruption)
                    .then(Mono.defer(() -> batch.run(worker, reader, lines, interruption.onErrorComplete())));
            return shell.awaitLong(Mono.firstWithSignal(run, abandoned(worker)));
        }
    }

    /** Open the store, in which nothing is created if the directory of the videos cannot be. */
    private Store open() throws IOException {
        Store opened = Store.open(location, settings.directory());
        try {
            Files.createDirectories(settings.directory());
            StoreMark.put(settings.directory(), location.mark());
            return opened;
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    private Mono<BatchReport> abandoned(ChutesJobs worker) {
        return shell.interruption()
                .abandoned()
                .then(Mono.defer(() -> worker.closeGracefully(Duration.ZERO)))
                .then(Mono.never());
    }

    private ChutesJobs.Builder jobs(Store opened, ChutesClient client) {
        return opened.jobs(client)
                .account(store.account())
                .heartbeat(deadAfter.dividedBy(HEARTBEATS))
                .retries(RETRIES, FIRST_RETRY, LONGEST_WAIT);
    }

    /** Videos of the directory may be paid, and the store would not know. */
    private void requireOwnDirectory() throws IOException {
        if (Journal.isIn(settings.directory())) {
            throw new UsageException(
                    settings.directory() + " has the journal of a batch without --store; choose another --out-dir");
        }
        String other = StoreMark.in(settings.directory());
        if (other != null && !other.equals(location.mark())) {
            throw new UsageException(settings.directory() + " has the videos of --store " + other
                    + "; choose another --out-dir, or delete " + StoreMark.file(settings.directory())
                    + " if the jobs have moved");
        }
    }

    /** Return what the user can do about the results. */
    List<String> advice(BatchReport report) {
        return new StoreAdvice(location.option()).of(report);
    }
}
