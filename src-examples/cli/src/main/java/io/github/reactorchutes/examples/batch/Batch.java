package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import io.github.reactorchutes.examples.batch.JournalEntry.Event;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes videos concurrently. A job is sent only after its journal entry, and done only when its complete file is on the
 * device. Videos on disk are therefore never paid again, even if the process is killed. Single use.
 */
public final class Batch {

    private final BatchSettings settings;

    private final Journal journal;

    private final Inventory inventory;

    private final BatchStop stop;

    private final BatchListener listener;

    private final Set<JobRun> running = ConcurrentHashMap.newKeySet();

    /**
     * Prepare a run.
     *
     * @param settings the settings
     * @param journal the journal of earlier runs
     * @param listener receives the progress
     */
    public Batch(BatchSettings settings, Journal journal, BatchListener listener) {
        this.settings = settings;
        this.journal = journal;
        this.inventory = new Inventory(settings, journal.history());
        this.stop = new BatchStop(settings.stopAfter());
        this.listener = listener;
    }

    /**
     * Look up what a run would do, without a journal's lock and without writing anything.
     *
     * @param settings the settings
     * @param jobs the jobs
     * @param server the server that would generate them
     * @param repair whether the run would repair a damaged journal
     * @return the result of each job so far: {@code NOT_BEGUN} if it would be sent
     * @throws IOException if the directory cannot be read, or if the run would fail because its journal is damaged or
     *     belongs to another server
     */
    public static List<JobResult> plan(BatchSettings settings, List<Job> jobs, String server, boolean repair)
            throws IOException {
        History history = History.peek(settings.directory());
        history.requireServer(settings.directory().resolve(Journal.FILE), server);
        if (repair) {
            history.repair(jobs);
        } else {
            history.requireWhole(settings.directory().resolve(Journal.FILE));
        }
        Inventory inventory = new Inventory(settings, history);
        List<JobResult> plan = new ArrayList<>();
        for (Job job : jobs) {
            plan.add(inventory.look(job));
        }
        return plan;
    }

    /**
     * Return the filter that writes the journal.
     *
     * @return the filter, to be the innermost one of the client
     */
    public VideoExchangeFilter journalFilter() {
        return new JournalFilter(journal, stop, listener);
    }

    /**
     * Run the jobs. A failed job does not end the batch, unless its error implies that the others would fail as well.
     *
     * @param client a client with the {@link #journalFilter()}; closed after an interruption
     * @param jobs the jobs
     * @param interruption ends the batch when it completes: no further job starts, waiting jobs are dropped, and videos
     *     under way get the grace time
     * @return the report, once everything has ended
     */
    public Mono<BatchReport> run(ChutesClient client, List<Job> jobs, Mono<Void> interruption) {
        return Mono.firstWithSignal(results(client, jobs), end(client, interruption))
                .timed()
                .map(timed -> new BatchReport(timed.get(), timed.elapsed(), stop.reason()));
    }

    private Mono<List<JobResult>> results(ChutesClient client, List<Job> jobs) {
        return Mono.<Void>fromCallable(() -> {
                    inventory.removeLeftovers(jobs);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .thenMany(Flux.fromIterable(jobs))
                .concatMap(this::look)
                .collectList()
                .flatMap(known -> make(client, known));
    }

    /** A file gets its name only when it is complete: if its entry is missing, the process died in between. */
    private Mono<JobResult> look(Job job) {
        return Mono.fromCallable(() -> inventory.look(job))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(result -> isUnrecorded(result) ? record(result).thenReturn(result) : Mono.just(result));
    }

    private boolean isUnrecorded(JobResult result) {
        return result.outcome() == Outcome.SKIPPED
                && !journal.history().endsWith(result.job().name(), Event.SAVED);
    }

    private Mono<Void> record(JobResult found) {
        Path file = Objects.requireNonNull(found.file());
        return Mono.fromCallable(() -> Files.size(file))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(size -> journal.append(JournalEntry.saved(found.job(), nameOf(file), size, null)));
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    private Mono<List<JobResult>> make(ChutesClient client, List<JobResult> known) {
        Map<String, JobResult> results = new LinkedHashMap<>();
        known.forEach(result -> results.put(result.job().name(), result));
        List<JobResult> pending = known.stream()
                .filter(result -> result.outcome() == Outcome.NOT_BEGUN)
                .toList();
        listener.started(known.size(), pending.size());
        known.stream().filter(Batch::needsAttention).forEach(listener::ended);
        return Flux.fromIterable(pending)
                .takeUntilOther(stop.signal())
                .flatMap(due -> make(client, due).doOnNext(this::judge), settings.concurrency(), 1)
                .doOnNext(result -> results.put(result.job().name(), result))
                .then(Mono.fromSupplier(() -> List.copyOf(results.values())));
    }

    private static boolean needsAttention(JobResult result) {
        return result.outcome() == Outcome.UNKNOWN || result.outcome() == Outcome.LOST;
    }

    private Mono<JobResult> make(ChutesClient client, JobResult due) {
        Job job = due.job();
        JobRun run = new JobRun(job);
        running.add(run);
        FileSink sink = sink(due);
        return sink.saveCall(client.exchange(job.request()).map(VideoResponse::body))
                .contextWrite(context -> context.put(JobRun.class, run))
                .takeUntilOther(stopWhileWaiting(run))
                .flatMap(video -> saved(job, video))
                .onErrorResume(error -> kept(run, sink.keptPart()).then(Mono.defer(() -> unsaved(run, error))))
                .doFinally(end -> running.remove(run));
    }

    private FileSink sink(JobResult due) {
        FileSink sink =
                FileSink.to(due.job().target(settings.directory())).synced().permissionsOfUmask();
        FileSink replacing = due.file() == null ? sink : sink.overwriting();
        return settings.keepPart() ? replacing.keepingPart() : replacing;
    }

    private Mono<Void> stopWhileWaiting(JobRun run) {
        return stop.signal()
                .then(Mono.defer(() -> run.tryStop() ? Mono.error(new BatchStoppedException()) : Mono.never()));
    }

    private Mono<JobResult> saved(Job job, SavedVideo video) {
        return journal.append(JournalEntry.saved(job, nameOf(video.file()), video.bytes(), video.sha256()))
                .thenReturn(JobResult.made(job, video.file(), video.bytes(), remark(video.verdict())));
    }

    static String remark(VideoVerdict verdict) {
        if (verdict.isClean()) {
            return "";
        }
        return verdict.kind() == VideoVerdict.Kind.UNVERIFIED
                ? "unverified " + verdict.format()
                : String.join("; ", verdict.remarks());
    }

    /** A job that was sent in this run has no part of an earlier one. */
    private Mono<Void> kept(JobRun run, Path part) {
        return settings.keepPart() && run.maybeBilled()
                ? Mono.fromCallable(() -> Files.exists(part))
                        .subscribeOn(Schedulers.boundedElastic())
                        .filter(exists -> exists)
                        .doOnNext(exists -> listener.kept(run.job(), part))
                        .then()
                : Mono.empty();
    }

    private Mono<JobResult> unsaved(JobRun run, Throwable error) {
        if (error instanceof BatchStoppedException) {
            return Mono.just(JobResult.notBegun(run.job(), null));
        }
        String reason = Verdict.of(error).reason();
        if (!run.maybeBilled()) {
            return Mono.just(JobResult.failed(run.job(), reason, error));
        }
        JobResult unknown = JobResult.unknown(run.job(), reason, error);
        return journal.append(JournalEntry.unknown(run.job().name(), reason))
                .onErrorComplete(IOException.class)
                .thenReturn(unknown);
    }

    private void judge(JobResult result) {
        if (result.outcome() == Outcome.MADE) {
            stop.made();
        } else if (result.failure() != null) {
            stop.failed(Verdict.of(result.failure()));
        }
        listener.ended(result);
    }

    private int underWay() {
        return (int) running.stream().filter(JobRun::maybeBilled).count();
    }

    private <T> Mono<T> end(ChutesClient client, Mono<Void> interruption) {
        return interruption
                .then(Mono.defer(() -> {
                    stop.stop(BatchStop.INTERRUPTED);
                    listener.interrupted(underWay(), settings.grace());
                    return client.closeGracefully(settings.grace());
                }))
                .then(Mono.never());
    }
}
