package io.github.reactorchutes.jobs;

import java.time.Duration;

/** Deletes one ended job: first what it has in the store, then its row, so that nothing is left behind. Blocks. */
final class Deletion {

    private static final Duration STORE_TIMEOUT = Duration.ofMinutes(1);

    private final JobContext jobs;

    Deletion(JobContext jobs) {
        this.jobs = jobs;
    }

    /** Return whether the row was deleted; not if it has changed meanwhile. */
    boolean run(JobRow row) {
        if (row.videoKey() != null) {
            jobs.store().delete(row.videoKey()).block(STORE_TIMEOUT);
        }
        jobs.requests().delete(row.id()).block(STORE_TIMEOUT);
        jobs.spool().deleteAll(row.id());
        return jobs.repository().delete(row);
    }
}
