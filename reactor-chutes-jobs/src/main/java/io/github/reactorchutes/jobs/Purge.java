package io.github.reactorchutes.jobs;

import java.time.Duration;
import java.util.List;

/** Deletes ended jobs: first what they have in the store, then their rows, so that nothing is left behind. Blocks. */
final class Purge {

    private static final int BATCH = 100;

    private static final Duration STORE_TIMEOUT = Duration.ofMinutes(1);

    private final JobContext jobs;

    Purge(JobContext jobs) {
        this.jobs = jobs;
    }

    long run(Duration olderThan) {
        long before = jobs.clock().millis() - olderThan.toMillis() + 1;
        long deleted = 0;
        while (true) {
            List<JobRow> batch = jobs.repository().endedBefore(before, BATCH);
            long now = batch.stream().filter(this::delete).count();
            deleted += now;
            if (batch.size() < BATCH || now == 0) {
                return deleted;
            }
        }
    }

    private boolean delete(JobRow row) {
        if (row.videoKey() != null) {
            jobs.store().delete(row.videoKey()).block(STORE_TIMEOUT);
        }
        jobs.requests().delete(row.id()).block(STORE_TIMEOUT);
        return jobs.repository().delete(row);
    }
}
