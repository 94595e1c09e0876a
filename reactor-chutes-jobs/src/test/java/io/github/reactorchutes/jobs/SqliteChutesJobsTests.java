package io.github.reactorchutes.jobs;

final class SqliteChutesJobsTests extends ChutesJobsKit {

    @Override
    JobDatabase open() {
        return JobDatabase.sqlite(directory);
    }
}
