package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.JobFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * Makes the videos of a prompt file together with other processes, which share a store of durable jobs. Each line is one
 * job, whichever process executes it. The run ends when all lines are settled, and each video that can be reached is in
 * the directory then. Single use.
 */
public final class StoredBatch {

    /** No generation takes so long. */
    private static final Duration LONGEST_CALL = Duration.ofHours(1);

    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    private static final int WRITTEN_AT_ONCE = 4;

    private final BatchSettings settings;

    private final StoredBatchSettings store;

    private final BatchStop stop;

    private final BatchListener listener;

    private final StoreCalls calls;

    private final Map<String, JobResult> results = new ConcurrentHashMap<>();

    /**
     * Prepare a run.
     *
     * @param settings the settings
     * @param store the store
     * @param listener receives the progress
     */
    public StoredBatch(BatchSettings settings, StoredBatchSettings store, BatchListener listener) {
        this.settings = settings;
        this.store = store;
        this.listener = listener;
        this.stop = new BatchStop(settings.stopAfter());
        this.calls = new StoreCalls(stop, listener);
    }

    /**
     * Return the filter that sees each call.
     *
     * @return the filter, to be the outermost one of the client
     */
    public VideoExchangeFilter callFilter() {
        return calls.ofCalls();
    }

    /**
     * Return the filter that sees each attempt.
     *
     * @return the filter, to be the innermost one of the client
     */
    public VideoExchangeFilter attemptFilter() {
        return calls.ofAttempts();
    }

    /**
     * Look up what a run would do, without changing anything.
     *
     * @param settings the settings
     * @param store the store
     * @param reader the started jobs of the store, or empty if there are none yet
     * @param lines the lines of the prompt file
     * @return the result of each line so far: {@code NOT_BEGUN} if it would be sent
     */
    public static Mono<List<JobResult>> plan(
            BatchSettings settings, StoredBatchSettings store, Optional<ChutesJobs> reader, List<Job> lines) {
        return Mono.justOrEmpty(reader)
                .flatMap(jobs -> requireAccount(jobs, store))
                .thenMany(Flux.fromIterable(lines))
                .concatMap(line -> planned(settings, reader, line))
                .collectList()
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static Mono<JobResult> planned(BatchSettings settings, Optional<ChutesJobs> reader, Job line) {
        Optional<JobResult> onDisk = StoreResults.onDisk(settings.directory(), line);
        return onDisk.isPresent()
                ? Mono.justOrEmpty(onDisk)
                : Mono.justOrEmpty(reader)
                        .flatMap(jobs -> jobs.find(StoredJob.keyOf(line)))
                        .map(row -> StoreResults.planned(new StoredJob(line, row), settings.resendUnknown()))
                        .defaultIfEmpty(JobResult.notBegun(line, null));
    }

    /** Videos of an emulator must not be mistaken for those of the platform. */
    private static Mono<Void> requireAccount(ChutesJobs jobs, StoredBatchSettings store) {
        return jobs.list(JobFilter.all())
                .next()
                .filter(job -> !job.account().equals(store.account()))
                .flatMap(job -> Mono.error(new IOException(store.name() + " has jobs of " + job.account() + ", not of "
                        + store.account() + "; choose another --store")));
    }

    /**
     * Run the lines. Starts the jobs, and closes the worker.
     *
     * @param worker executes jobs, with a client that has both filters
     * @param reader reads jobs, and executes none; stays open
     * @param lines the lines
     * @param interruption ends the run when it completes: jobs that were not sent are given back, and videos under way
     *     get the grace time
     * @return the report, once everything has ended
     */
    public Mono<BatchReport> run(ChutesJobs worker, ChutesJobs reader, List<Job> lines, Mono<Void> interruption) {
        return Mono.firstWithSignal(results(worker, reader, lines), interrupted(worker, interruption))
                .timed()
                .map(timed -> new BatchReport(timed.get(), timed.elapsed(), stop.reason()));
    }

    private <T> Mono<T> interrupted(ChutesJobs worker, Mono<Void> interruption) {
        return interruption
                .then(Mono.defer(() -> {
                    stop.stop(BatchStop.INTERRUPTED);
                    listener.interrupted(calls.underWay(), settings.grace());
                    return worker.closeGracefully(settings.grace());
                }))
                .then(Mono.never());
    }

    private Mono<List<JobResult>> results(ChutesJobs worker, ChutesJobs reader, List<Job> lines) {
        StoreResults found = new StoreResults(reader, calls, settings.directory(), store.hasAllVideos());
        Mono<Void> work = worker.start()
                .thenMany(Flux.defer(() -> submit(worker, missing(lines))))
                .then(Mono.defer(() -> settle(reader, found)))
                .takeUntilOther(stop.signal());
        return reader.start()
                .then(requireAccount(reader, store))
                .then(Mono.fromCallable(() -> look(lines)).subscribeOn(Schedulers.boundedElastic()))
                .then(work.onErrorResume(error -> failed(worker, error)))
                .then(Mono.defer(() -> drain(worker)))
                .then(Mono.defer(() -> lastLook(reader, found)))
                .then(Mono.fromSupplier(() -> inOrder(lines)));
    }

    /** A local failure does not abort calls that are paid. */
    private Mono<Void> failed(ChutesJobs worker, Throwable error) {
        stop.stop("failed");
        return drain(worker).then(Mono.error(error));
    }

    private int look(List<Job> lines) {
        lines.forEach(line ->
                StoreResults.onDisk(settings.directory(), line).ifPresent(result -> results.put(line.name(), result)));
        listener.started(lines.size(), lines.size() - results.size());
        return results.size();
    }

    private List<Job> missing(List<Job> lines) {
        return lines.stream().filter(line -> !results.containsKey(line.name())).toList();
    }

    private Flux<StoredJob> submit(ChutesJobs worker, List<Job> lines) {
        return Flux.fromIterable(lines)
                .concatMap(line -> worker.submit(line.request(), StoredJob.keyOf(line))
                        .map(row -> new StoredJob(line, row))
                        .flatMap(job -> tryAgain(worker, job))
                        .doOnNext(calls::add)
                        .retryWhen(whileAway()));
    }

    /** A line that failed at no cost is tried once by each run, as without a store. */
    private Mono<StoredJob> tryAgain(ChutesJobs worker, StoredJob job) {
        boolean resent = job.isFree() || (job.state().isUndecided() && settings.resendUnknown());
        return !resent
                ? Mono.just(job)
                : worker.resend(job.row().id(), store.user())
                        .map(row -> new StoredJob(job.line(), row))
                        .onErrorReturn(StoredBatch::isDecided, job);
    }

    private static boolean isDecided(Throwable error) {
        return error instanceof ChutesJobException failure && failure.reason() == ChutesJobException.Reason.WRONG_STATE;
    }

    private Mono<Void> settle(ChutesJobs reader, StoreResults found) {
        return Flux.defer(() -> reader.watch(calls.idsWithout(results)))
                .filter(row -> row.state().isSettled())
                .map(this::stored)
                .doOnNext(calls::judge)
                .flatMap(found::settled, WRITTEN_AT_ONCE)
                .doOnNext(this::ended)
                .retryWhen(whileAway())
                .then();
    }

    private StoredJob stored(io.github.reactorchutes.jobs.Job row) {
        return new StoredJob(Objects.requireNonNull(calls.line(row.id()), "a line"), row);
    }

    private void ended(JobResult result) {
        results.put(result.job().name(), result);
        listener.ended(result);
    }

    private Mono<Void> drain(ChutesJobs worker) {
        if (!stop.isStopped() && calls.underWay() > 0) {
            listener.finishingOthers(calls.underWay());
        }
        boolean interrupted = BatchStop.INTERRUPTED.equals(stop.reason());
        return worker.closeGracefully(interrupted ? settings.grace() : LONGEST_CALL);
    }

    /** Read once what has become of the jobs without a result. */
    private Mono<Void> lastLook(ChutesJobs reader, StoreResults found) {
        List<String> ids = calls.idsWithout(results);
        return reader.watch(ids)
                .take(ids.size())
                .flatMap(row -> found.last(stored(row)), WRITTEN_AT_ONCE)
                .doOnNext(this::ended)
                .onErrorComplete(ChutesJobException.class)
                .then();
    }

    private List<JobResult> inOrder(List<Job> lines) {
        Map<String, JobResult> ordered = new LinkedHashMap<>();
        lines.forEach(
                line -> ordered.put(line.name(), results.getOrDefault(line.name(), JobResult.notBegun(line, null))));
        return List.copyOf(ordered.values());
    }

    /** Repeat while the database is away; both a submission and a look can be repeated. */
    private Retry whileAway() {
        return Retry.from(failures -> failures.concatMap(signal -> {
            Throwable error = signal.failure();
            boolean away = error instanceof ChutesJobException failure
                    && failure.reason() == ChutesJobException.Reason.DATABASE;
            if (!away) {
                return Mono.error(error);
            }
            listener.away(error);
            return Mono.delay(ASK_AGAIN);
        }));
    }
}
