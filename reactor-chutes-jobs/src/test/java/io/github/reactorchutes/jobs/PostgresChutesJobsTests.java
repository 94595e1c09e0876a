package io.github.reactorchutes.jobs;

final class PostgresChutesJobsTests extends ChutesJobsKit {

    @Override
    JobDatabase open() {
        return JobDatabase.postgres();
    }
}
