package io.github.reactorchutes.jobs;

import java.time.Duration;
import java.util.List;

/** Deletes all jobs that ended before a time. Blocks. */
final class Purge {

    private static final int BATCH = 100;

    private final JobContext jobs;

    private final Deletion deletion;

    Purge(JobContext jobs) {
        this.jobs = jobs;
        this.deletion = new Deletion(jobs);
    }

    long run(Duration olderThan) {
        long before = jobs.clock().millis() - olderThan.toMillis() + 1;
        long deleted = 0;
        while (true) {
            List<JobRow> batch = jobs.repository().endedBefore(before, BATCH);
            long now = batch.stream().filter(deletion::run).count();
            deleted += now;
            if (batch.size() < BATCH || now == 0) {
                return deleted;
            }
        }
    }
}
