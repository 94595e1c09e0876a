package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Turns the rows of a store into results, and writes the videos into the directory of the batch. */
final class StoreResults {

    private static final String IN_STORE = "from the store";

    private final ChutesJobs jobs;

    private final StoreCalls calls;

    private final Path directory;

    private final boolean hasAllVideos;

    StoreResults(ChutesJobs jobs, StoreCalls calls, Path directory, boolean hasAllVideos) {
        this.jobs = jobs;
        this.calls = calls;
        this.directory = directory;
        this.hasAllVideos = hasAllVideos;
    }

    /** Return the result of a line whose video is on disk. */
    static Optional<JobResult> onDisk(Path directory, Job line) {
        try {
            return Optional.ofNullable(VideoFolder.findVideo(directory, line))
                    .map(file -> JobResult.skipped(line, file));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Return what a run would find, without a video being written. */
    static JobResult planned(StoredJob job, boolean resendUnknown) {
        JobResult result = switch (job.state()) {
            case QUEUED, RETRY_AT -> JobResult.notBegun(job.line(), null);
            case SENDING, RECEIVING, STORING ->
                JobResult.because(job.line(), Outcome.SKIPPED, "in another process", null);
            case DONE -> JobResult.because(job.line(), Outcome.SKIPPED, IN_STORE, null);
            case UNKNOWN, LOST ->
                resendUnknown
                        ? JobResult.notBegun(job.line(), null)
                        : JobResult.unknown(job.line(), job.reason(), null);
            case FAILED, CANCELLED ->
                job.isFree() ? JobResult.notBegun(job.line(), null) : JobResult.failed(job.line(), job.reason(), null);
        };
        return result.inStore(job.row().id());
    }

    /** Return the result of a job after the end of this process's calls. */
    Mono<JobResult> last(StoredJob job) {
        if (job.state().isSettled()) {
            return settled(job);
        }
        Throwable failure = calls.failure(job.row().id());
        JobResult result = failure == null
                ? planned(job, false)
                : JobResult.failed(job.line(), Verdict.of(failure).reason(), failure);
        return Mono.just(
                        result.outcome() == Outcome.SKIPPED
                                ? JobResult.because(job.line(), Outcome.NOT_BEGUN, result.reason(), null)
                                : result)
                .map(known -> known.inStore(job.row().id()));
    }

    /** Return the result of a job that is settled; its video is on disk then. */
    Mono<JobResult> settled(StoredJob job) {
        return switch (job.state()) {
            case DONE -> video(job);
            case UNKNOWN, LOST -> Mono.just(ofRow(job, JobResult::unknown));
            default -> Mono.just(ofRow(job, JobResult::failed));
        };
    }

    /** Makes a result. */
    @FunctionalInterface
    private interface Maker {
        JobResult make(Job line, String reason, @Nullable Throwable failure);
    }

    private JobResult ofRow(StoredJob job, Maker maker) {
        Throwable failure = calls.failure(job.row().id());
        String reason = failure == null ? job.reason() : Verdict.of(failure).reason();
        return maker.make(job.line(), reason, failure).inStore(job.row().id());
    }

    /** Another process may write the same file at the same time: the last one replaces it, with the same bytes. */
    private Mono<JobResult> video(StoredJob job) {
        Job line = job.line();
        return Mono.fromCallable(() -> onDisk(directory, line))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(found -> found.map(Mono::just).orElseGet(() -> write(job)))
                .map(result -> result.inStore(job.row().id()));
    }

    private Mono<JobResult> write(StoredJob job) {
        return FileSink.to(job.line().target(directory))
                .overwriting()
                .synced()
                .permissionsOfUmask()
                .save(jobs.video(job.row().id()))
                .map(saved -> written(job, saved))
                .onErrorResume(NoSuchFileException.class, absent -> absent(job, absent));
    }

    private JobResult written(StoredJob job, SavedVideo saved) {
        return calls.isMade(job.row().id())
                ? JobResult.made(job.line(), saved.file(), saved.bytes(), Batch.remark(saved.verdict()))
                : JobResult.because(job.line(), Outcome.SKIPPED, IN_STORE, saved.file());
    }

    private Mono<JobResult> absent(StoredJob job, NoSuchFileException absent) {
        if (Files.isDirectory(directory)) {
            return Mono.just(
                    hasAllVideos
                            ? JobResult.because(job.line(), Outcome.LOST, "its video is not in the store", null)
                            : JobResult.because(job.line(), Outcome.SKIPPED, "on another machine", null));
        }
        return Mono.error(absent);
    }
}
