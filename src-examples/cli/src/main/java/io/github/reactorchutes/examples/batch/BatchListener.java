package io.github.reactorchutes.examples.batch;

import java.nio.file.Path;
import java.time.Duration;

/** Receives the progress of a batch from several threads. Must not block. */
public interface BatchListener {

    /**
     * Handle the start of the batch.
     *
     * @param total the number of jobs
     * @param pending the number of jobs of this run
     */
    void started(int total, int pending);

    /**
     * Handle a failed attempt that cost nothing; another one may follow.
     *
     * @param job the job
     * @param error the failure
     */
    void refused(Job job, Throwable error);

    /**
     * Handle the part of a video that broke off, if parts are kept.
     *
     * @param job the job
     * @param part the file
     */
    void kept(Job job, Path part);

    /**
     * Handle an interruption of the batch.
     *
     * @param underWay the number of videos that were sent and have not ended
     * @param grace how long they may take to end
     */
    void interrupted(int underWay, Duration grace);

    /**
     * Handle the end of a job.
     *
     * @param result its result
     */
    void ended(JobResult result);

    /**
     * Handle a database of jobs that does not answer; it is asked again.
     *
     * @param error the failure
     */
    default void away(Throwable error) {}

    /**
     * Handle the wait for calls of other prompt files, which this process makes as well.
     *
     * @param underWay their number
     */
    default void finishingOthers(int underWay) {}
}
