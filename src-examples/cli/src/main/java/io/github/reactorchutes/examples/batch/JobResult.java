package io.github.reactorchutes.examples.batch;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of a job.
 *
 * @param job the job
 * @param outcome the outcome
 * @param reason why the video is missing, where an existing one came from, or what is unusual about a new one
 * @param file the file of the video, or an empty one in its place
 * @param bytes the size of a video made in this run
 * @param failure the error of this run
 * @param id the id of the durable job, if it is in a store
 */
public record JobResult(
        Job job,
        Outcome outcome,
        String reason,
        @Nullable Path file,
        long bytes,
        @Nullable Throwable failure,
        @Nullable String id) {

    /** The outcomes of a job. */
    public enum Outcome {
        /** Made in this run. */
        MADE,
        /** Made before. */
        SKIPPED,
        /** Made before, but its file was deleted or emptied: made again only on request. */
        LOST,
        /** No video, and nothing was paid: the next run tries again. */
        FAILED,
        /** No video, but it may have been paid: sent again only on request. */
        UNKNOWN,
        /** Not sent, because the batch ended first. */
        NOT_BEGUN
    }

    static JobResult made(Job job, Path file, long bytes, String remark) {
        return new JobResult(job, Outcome.MADE, remark, file, bytes, null, null);
    }

    static JobResult skipped(Job job, Path file) {
        return new JobResult(job, Outcome.SKIPPED, "on disk", file, 0, null, null);
    }

    static JobResult lost(Job job, @Nullable Path emptyFile) {
        String reason = emptyFile == null ? "its file is gone" : "its file is empty";
        return new JobResult(job, Outcome.LOST, reason, emptyFile, 0, null, null);
    }

    static JobResult failed(Job job, String reason, @Nullable Throwable failure) {
        return new JobResult(job, Outcome.FAILED, reason, null, 0, failure, null);
    }

    static JobResult unknown(Job job, String reason, @Nullable Throwable failure) {
        return new JobResult(job, Outcome.UNKNOWN, reason, null, 0, failure, null);
    }

    static JobResult notBegun(Job job, @Nullable Path emptyFile) {
        return new JobResult(job, Outcome.NOT_BEGUN, "", emptyFile, 0, null, null);
    }

    static JobResult because(Job job, Outcome outcome, String reason, @Nullable Path file) {
        return new JobResult(job, outcome, reason, file, 0, null, null);
    }

    /** Return the result of a job that is in a store. */
    JobResult inStore(String jobId) {
        return new JobResult(job, outcome, reason, file, bytes, failure, jobId);
    }
}
