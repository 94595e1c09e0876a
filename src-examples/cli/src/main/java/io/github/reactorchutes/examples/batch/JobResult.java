package io.github.reactorchutes.examples.batch;

import org.jspecify.annotations.Nullable;

/**
 * The result of a job.
 *
 * @param job the job
 * @param outcome the outcome
 * @param reason why the video is missing, where an existing one came from, or what is unusual about a new one
 * @param bytes the size of the video
 * @param failure the error of this run
 */
public record JobResult(
        Job job,
        Outcome outcome,
        String reason,
        long bytes,
        @Nullable Throwable failure) {

    /** The outcomes of a job. */
    public enum Outcome {
        /** Made in this run. */
        MADE,
        /** Made before. */
        SKIPPED,
        /** No video, and nothing was paid: the next run tries again. */
        FAILED,
        /** No video, but it may have been paid: sent again only on request. */
        UNKNOWN,
        /** Not sent, because the batch ended first. */
        NOT_BEGUN
    }

    static JobResult made(Job job, long bytes, String remark) {
        return new JobResult(job, Outcome.MADE, remark, bytes, null);
    }

    static JobResult skipped(Job job, String where) {
        return new JobResult(job, Outcome.SKIPPED, where, 0, null);
    }

    static JobResult failed(Job job, String reason, Throwable failure) {
        return new JobResult(job, Outcome.FAILED, reason, 0, failure);
    }

    static JobResult unknown(Job job, String reason, @Nullable Throwable failure) {
        return new JobResult(job, Outcome.UNKNOWN, reason, 0, failure);
    }

    static JobResult notBegun(Job job) {
        return new JobResult(job, Outcome.NOT_BEGUN, "", 0, null);
    }
}
