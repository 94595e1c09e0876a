package io.github.reactorchutes.examples.batch;

/** Is told how a batch gets on, by several threads. Must not block. */
public interface BatchListener {

    /**
     * The jobs are known.
     *
     * @param total all of them
     * @param pending those that this run will make
     */
    void started(int total, int pending);

    /**
     * An attempt cost nothing and brought nothing; another one may follow.
     *
     * @param job the job
     * @param error why
     */
    void refused(Job job, Throwable error);

    /**
     * A job has ended.
     *
     * @param result its result
     */
    void ended(JobResult result);
}
