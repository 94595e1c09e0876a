package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        this.inventory = new Inventory(settings.directory(), journal, settings.resendUnknown());
        this.stop = new BatchStop(settings.stopAfter());
        this.listener = listener;
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
        return inventory
                .removeLeftovers(jobs)
                .thenMany(Flux.fromIterable(jobs))
                .concatMap(inventory::look)
                .collectList()
                .flatMap(known -> make(client, known));
    }

    private Mono<List<JobResult>> make(ChutesClient client, List<JobResult> known) {
        Map<String, JobResult> results = new LinkedHashMap<>();
        known.forEach(result -> results.put(result.job().name(), result));
        List<Job> pending = known.stream()
                .filter(result -> result.outcome() == Outcome.NOT_BEGUN)
                .map(JobResult::job)
                .toList();
        listener.started(known.size(), pending.size());
        known.stream().filter(result -> result.outcome() == Outcome.UNKNOWN).forEach(listener::ended);
        return Flux.fromIterable(pending)
                .takeUntilOther(stop.signal())
                .flatMap(job -> make(client, job).doOnNext(this::judge), settings.concurrency(), 1)
                .doOnNext(result -> results.put(result.job().name(), result))
                .then(Mono.fromSupplier(() -> List.copyOf(results.values())));
    }

    private Mono<JobResult> make(ChutesClient client, Job job) {
        JobRun run = new JobRun(job);
        FileSink sink = FileSink.to(job.target(settings.directory())).synced();
        return (settings.keepPart() ? sink.keepingPart() : sink)
                .saveCall(client.exchange(job.request()).map(VideoResponse::body))
                .contextWrite(context -> context.put(JobRun.class, run))
                .takeUntilOther(stopWhileWaiting(run))
                .flatMap(video -> saved(job, video))
                .onErrorResume(error -> kept(run, sink.keptPart()).then(Mono.defer(() -> unsaved(run, error))));
    }

    private Mono<Void> stopWhileWaiting(JobRun run) {
        return stop.signal()
                .then(Mono.defer(() -> run.tryStop() ? Mono.error(new BatchStoppedException()) : Mono.never()));
    }

    private Mono<JobResult> saved(Job job, SavedVideo video) {
        return journal.append(JournalEntry.saved(job.name(), video.bytes(), video.sha256()))
                .thenReturn(JobResult.made(job, video.bytes(), remark(video.verdict())));
    }

    private static String remark(VideoVerdict verdict) {
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
            return Mono.just(JobResult.notBegun(run.job()));
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

    private <T> Mono<T> end(ChutesClient client, Mono<Void> interruption) {
        return interruption
                .then(Mono.defer(() -> {
                    stop.stop(BatchStop.INTERRUPTED);
                    return client.closeGracefully(settings.grace());
                }))
                .then(Mono.never());
    }
}
